package dev.firstcome.e2e.failpoints;

import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts a call to {@link Failpoints#pass()} at the start of the named method. Used as
 * {@code -javaagent:failpoints.jar=<class>#<method>@<n-th call>:halt}; {@link ProgressFirst} and {@link EventMutants}
 * have arguments of their own, and anything else stops the process at its start.
 */
public final class FailpointAgent implements ClassFileTransformer {
    private static final ClassDesc FAILPOINTS = ClassDesc.of(Failpoints.class.getName());
    private static final MethodTypeDesc NOTHING = MethodTypeDesc.of(ConstantDescs.CD_void);

    private final Failpoint failpoint;

    FailpointAgent(Failpoint failpoint) {
        this.failpoint = failpoint;
    }

    public static void premain(String argument, Instrumentation instrumentation) {
        if (argument.equals(ProgressFirst.ARGUMENT)) {
            instrumentation.addTransformer(new ProgressFirst());
            return;
        }
        Optional<EventMutants> mutant = EventMutants.of(argument);
        if (mutant.isPresent()) {
            instrumentation.addTransformer(mutant.get());
            return;
        }
        Failpoint failpoint = Failpoint.parse(argument);
        Failpoints.arm(failpoint.call());
        instrumentation.addTransformer(new FailpointAgent(failpoint));
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            String className,
            @Nullable Class<?> redefined,
            ProtectionDomain domain,
            byte[] classFile) {
        return failpoint.internalName().equals(className) ? guarded(classFile) : null;
    }

    byte[] guarded(byte[] classFile) {
        return MethodStart.with(classFile, failpoint.method(), code -> code.invokestatic(FAILPOINTS, "pass", NOTHING));
    }
}
