package dev.firstcome.platform;

import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.startup.DrainProperties;
import dev.firstcome.platform.startup.ReadinessDrain;
import dev.firstcome.platform.startup.StartupHealth;
import dev.firstcome.platform.startup.StartupTasks;
import dev.firstcome.platform.web.StrictJson;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.observation.SecurityObservationSettings;

/** Auto-configures the clock, the id generator, the event codec and the lifecycle of each process. */
@AutoConfiguration
@EnableConfigurationProperties(DrainProperties.class)
public class PlatformAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    BucketedIds bucketedIds(Clock clock) {
        return new BucketedIds(clock);
    }

    /** For request bodies. Events and calls between services have mappers of their own, which ignore unknown fields. */
    @Bean
    StrictJson strictJson() {
        return new StrictJson();
    }

    @Bean
    EventCodec eventCodec() {
        return new EventCodec();
    }

    @Bean
    StartupTasks startupTasks(MeterRegistry meters) {
        return new StartupTasks(meters);
    }

    @Bean("startupHealthIndicator")
    StartupHealth startupHealth(StartupTasks tasks) {
        return new StartupHealth(tasks);
    }

    @Bean
    ReadinessDrain readinessDrain(ApplicationContext context, DrainProperties properties) {
        return new ReadinessDrain(context, properties);
    }

    /** Disables the observations of security filters, which cost more than the filters. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }
}
