package dev.firstcome.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.ResourcePropertySource;

/** Adds {@code platform-defaults.properties} as the property source with the lowest precedence. */
public final class PlatformDefaultsEnvironmentPostProcessor implements EnvironmentPostProcessor {
    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        try {
            environment
                    .getPropertySources()
                    .addLast(new ResourcePropertySource(
                            "platformDefaults", new ClassPathResource("platform-defaults.properties")));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("platform-defaults.properties is missing from the class path", unreadable);
        }
    }
}
