package dev.firstcome.platform.startup;

import dev.firstcome.platform.startup.ReadinessDrain.DrainProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/** Auto-configures the clock, the startup tasks and the readiness drain of each process. */
@AutoConfiguration
@EnableConfigurationProperties(DrainProperties.class)
public class StartupAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    StartupTasks startupTasks(MeterRegistry meters) {
        return new StartupTasks(meters);
    }

    @Bean("startupHealthIndicator")
    HealthIndicator startupHealth(StartupTasks tasks) {
        return new StartupTasks.StartupHealth(tasks);
    }

    @Bean
    ReadinessDrain readinessDrain(ApplicationContext context, DrainProperties properties) {
        return new ReadinessDrain(context, properties);
    }
}
