package dev.firstcome.platform.web;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.observation.SecurityObservationSettings;

/** Auto-configures what reactive services and services on Spring MVC have in common. */
@AutoConfiguration
public class WebAutoConfiguration {
    /** For request bodies. Events and calls between services have separate mappers, which ignore unknown fields. */
    @Bean
    StrictJson strictJson() {
        return new StrictJson();
    }

    /** Disables the observations of security filters, which cost more than the filters. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }
}
