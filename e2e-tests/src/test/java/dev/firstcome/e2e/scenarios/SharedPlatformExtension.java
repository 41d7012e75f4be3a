package dev.firstcome.e2e.scenarios;

import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.layout.ServiceDefinition;
import java.io.IOException;
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
 * Gives scenarios the {@link SharedPlatform}: started for the first that asks, closed after the last. Those that {@link MutantPlatform}
 * have one of their own; of the two only one is open at a time. After each class of the others nothing may be wrong with any
 * payment or event.
 */
final class SharedPlatformExtension implements ParameterResolver, AfterAllCallback {
    private static final ExtensionContext.Namespace HERE =
            ExtensionContext.Namespace.create(SharedPlatformExtension.class);

    private enum Kind {
        USUAL(() -> LocalPlatform.temporary("scenarios").replicas()),
        MUTANTS(() -> LocalPlatform.temporary("mutants")
                .services(ServiceDefinition.GATEWAY, ServiceDefinition.USER, ServiceDefinition.COUPON));

        private final Supplier<LocalPlatform.Builder> platform;

        Kind(Supplier<LocalPlatform.Builder> platform) {
            this.platform = platform;
        }

        static Kind of(ExtensionContext context) {
            return context.getRequiredTestClass().isAnnotationPresent(MutantPlatform.class) ? MUTANTS : USUAL;
        }
    }

    private static final class OpenShop implements AutoCloseable {
        private @Nullable Kind kind;
        private @Nullable SharedPlatform shop;

        SharedPlatform of(Kind wanted) throws IOException {
            if (kind != wanted) {
                close();
                shop = SharedPlatform.opened(wanted.platform.get());
                kind = wanted;
            }
            return Objects.requireNonNull(shop);
        }

        Optional<SharedPlatform> ifOpen(Kind asked) {
            return kind == asked ? Optional.ofNullable(shop) : Optional.empty();
        }

        @Override
        public void close() throws IOException {
            SharedPlatform open = shop;
            kind = null;
            shop = null;
            if (open != null) {
                open.close();
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
            return openShop(context).of(Kind.of(context));
        } catch (IOException failed) {
            throw new ParameterResolutionException("the platform is not there", failed);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (Kind.of(context) == Kind.USUAL) {
            openShop(context).ifOpen(Kind.USUAL).ifPresent(PlatformInvariants::isNotWrong);
        }
    }

    private static OpenShop openShop(ExtensionContext context) {
        return context.getRoot().getStore(HERE).computeIfAbsent(OpenShop.class, any -> new OpenShop(), OpenShop.class);
    }
}
