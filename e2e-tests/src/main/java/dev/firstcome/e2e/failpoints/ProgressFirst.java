package dev.firstcome.e2e.failpoints;

import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A mutant of the issuer: it publishes the progress of a batch, and awaits the acknowledgement, before it publishes the
 * results of the batch. Usage: {@code -javaagent:failpoints.jar=progress-first}.
 */
public final class ProgressFirst implements ClassFileTransformer {
    static final String ARGUMENT = "progress-first";

    private static final String PIPELINE = "dev/firstcome/coupon/issuing/ResultPublishingPipeline";
    private static final ClassDesc HERE = ClassDesc.of(ProgressFirst.class.getName());
    private static final MethodTypeDesc BEFORE = MethodTypeDesc.of(
            ConstantDescs.CD_void, ConstantDescs.CD_Object, ClassDesc.of("java.util.List"), ConstantDescs.CD_long);
    private static final int ENTRIES = 1;
    private static final int EPOCH = 3;
    private static final long WAIT_SECONDS = 10;

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            String className,
            @Nullable Class<?> redefined,
            ProtectionDomain domain,
            byte[] classFile) {
        return PIPELINE.equals(className) ? mutate(classFile) : null;
    }

    private static byte[] mutate(byte[] classFile) {
        return MethodStart.insert(
                classFile,
                "publish",
                code -> code.aload(0).aload(ENTRIES).lload(EPOCH).invokestatic(HERE, "beforeResults", BEFORE));
    }

    /** Publishes the progress before the results. Public because the transformed class calls it. */
    public static void beforeResults(Object pipeline, List<?> entries, long epoch) throws ReflectiveOperationException {
        Object last = entries.getLast();
        long offset = (long) last.getClass().getMethod("offset").invoke(last);
        Method progress = pipeline.getClass().getDeclaredMethod("progress", long.class, long.class);
        progress.setAccessible(true);
        Object position = progress.invoke(pipeline, offset, epoch);
        Field field = pipeline.getClass().getDeclaredField("publisher");
        field.setAccessible(true);
        Method publish = field.getType().getMethod("publishProgress", position.getClass());
        await((CompletableFuture<?>) publish.invoke(field.get(pipeline), position));
    }

    private static void await(CompletableFuture<?> acknowledged) {
        acknowledged.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
    }
}
