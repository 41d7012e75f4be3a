package dev.firstcome.platform;

import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.startup.Drain;
import dev.firstcome.platform.startup.DrainProperties;
import dev.firstcome.platform.startup.Startup;
import dev.firstcome.platform.startup.StartupHealth;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.observation.SecurityObservationSettings;

/** What every process has: a clock, ids, the event format and its start-up tasks. */
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

    @Bean
    EventCodec eventCodec() {
        return new EventCodec();
    }

    @Bean
    Startup startup(MeterRegistry meters) {
        return new Startup(meters);
    }

    @Bean("startupHealthIndicator")
    StartupHealth startupHealth(Startup startup) {
        return new StartupHealth(startup);
    }

    @Bean
    Drain drain(ApplicationContext context, DrainProperties properties) {
        return new Drain(context, properties);
    }

    /** An observation for every security filter of every call costs more than all of them do. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }
}
