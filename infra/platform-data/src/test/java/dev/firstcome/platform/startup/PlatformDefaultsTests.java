package dev.firstcome.platform.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class PlatformDefaultsTests {
    private final StandardEnvironment environment = new StandardEnvironment();

    @Test
    void theDefaultsAreInTheEnvironment() {
        process();

        assertThat(environment.getProperty("spring.threads.virtual.enabled")).isEqualTo("true");
        assertThat(environment.getProperty("spring.kafka.producer.acks")).isEqualTo("all");
    }

    @Test
    void aPropertyOfTheServiceHasPrecedence() {
        environment
                .getPropertySources()
                .addLast(new MapPropertySource("service", Map.of("spring.main.banner-mode", "console")));

        process();

        assertThat(environment.getProperty("spring.main.banner-mode")).isEqualTo("console");
    }

    /** A file of another module does not exist in this test, and is skipped. */
    @Test
    void aMissingModuleIsSkipped() {
        process();

        assertThat(environment.getPropertySources().contains("platform-data-defaults"))
                .isTrue();
        assertThat(environment.getPropertySources().contains("platform-web-defaults"))
                .isFalse();
    }

    private void process() {
        new PlatformDefaultsEnvironmentPostProcessor().postProcessEnvironment(environment, new SpringApplication());
    }
}
