package dev.firstcome.e2e.scenarios;

import dev.firstcome.e2e.testrun.PlatformStarts;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.layout.ServiceDefinition;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Provides the {@link SharedPlatform} to scenarios: started for the first one that needs it, closed after the last. Scenarios of
 * {@link MutantPlatform} share another one; only one of the two runs at a time. After each other class the invariants of
 * payments and events must not be violated.
 */
final class SharedPlatformExtension implements ParameterResolver, AfterAllCallback {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(SharedPlatformExtension.class);

    private enum Kind {
        REGULAR(() -> LocalPlatform.temporary("scenarios").replicas()),
        MUTANTS(() -> LocalPlatform.temporary("mutants")
                .services(ServiceDefinition.GATEWAY, ServiceDefinition.USER, ServiceDefinition.COUPON));

        private final Supplier<LocalPlatform.Builder> platform;

        Kind(Supplier<LocalPlatform.Builder> platform) {
            this.platform = platform;
        }

        static Kind of(ExtensionContext context) {
            return context.getRequiredTestClass().isAnnotationPresent(MutantPlatform.class) ? MUTANTS : REGULAR;
        }
    }

    private static final class CurrentPlatform implements AutoCloseable {
        private @Nullable Kind kind;
        private @Nullable SharedPlatform platform;

        SharedPlatform of(Kind wanted) throws IOException {
            if (kind != wanted) {
                close();
                long start = System.nanoTime();
                platform = SharedPlatform.start(wanted.platform.get());
                kind = wanted;
                PlatformStarts.add(Duration.ofNanos(System.nanoTime() - start));
            }
            return Objects.requireNonNull(platform);
        }

        Optional<SharedPlatform> ifRunning(Kind wanted) {
            return kind == wanted ? Optional.ofNullable(platform) : Optional.empty();
        }

        @Override
        public void close() throws IOException {
            SharedPlatform running = platform;
            kind = null;
            platform = null;
            if (running != null) {
                running.close();
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SharedPlatform.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        try {
            return currentPlatform(context).of(Kind.of(context));
        } catch (IOException e) {
            throw new ParameterResolutionException("the platform could not be closed", e);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (Kind.of(context) == Kind.REGULAR) {
            currentPlatform(context).ifRunning(Kind.REGULAR).ifPresent(PlatformInvariants::assertNotViolated);
        }
    }

    private static CurrentPlatform currentPlatform(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(CurrentPlatform.class, any -> new CurrentPlatform(), CurrentPlatform.class);
    }
}
