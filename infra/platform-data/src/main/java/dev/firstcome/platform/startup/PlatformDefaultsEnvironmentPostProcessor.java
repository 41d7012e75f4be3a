package dev.firstcome.platform.startup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.ResourcePropertySource;

/** Adds the default properties of the platform modules on the class path, with the lowest precedence. */
public final class PlatformDefaultsEnvironmentPostProcessor implements EnvironmentPostProcessor {
    private static final List<String> MODULES = List.of("platform-data", "platform-web");

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        for (String module : MODULES) {
            ClassPathResource defaults = new ClassPathResource(module + "-defaults.properties");
            if (defaults.exists()) {
                add(environment, module, defaults);
            }
        }
    }

    private static void add(ConfigurableEnvironment environment, String module, ClassPathResource defaults) {
        try {
            environment.getPropertySources().addLast(new ResourcePropertySource(module + "-defaults", defaults));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(defaults + " cannot be read", unreadable);
        }
    }
}
