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
 * Java agent that inserts a call of {@link Failpoints#pass()} at the start of the named method. Usage:
 * {@code -javaagent:failpoints.jar=<class>#<method>@<n-th call>:halt}. {@link ProgressFirst} and {@link EventMutants}
 * define further arguments. Any other argument prevents the process from starting.
 */
public final class FailpointAgent implements ClassFileTransformer {
    private static final ClassDesc FAILPOINTS = ClassDesc.of(Failpoints.class.getName());
    private static final MethodTypeDesc NO_ARGUMENTS = MethodTypeDesc.of(ConstantDescs.CD_void);

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
        return failpoint.internalName().equals(className) ? instrument(classFile) : null;
    }

    byte[] instrument(byte[] classFile) {
        return MethodStart.insert(
                classFile, failpoint.method(), code -> code.invokestatic(FAILPOINTS, "pass", NO_ARGUMENTS));
    }
}
