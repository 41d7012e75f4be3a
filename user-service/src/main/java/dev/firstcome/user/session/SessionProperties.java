package dev.firstcome.user.session;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Configures sessions. A change needs a restart.
 *
 * @param refreshGrace time in which a second use of a refresh token returns the same successor; 0 to 60 s. With 0, each
 *     second use ends the session
 */
@Validated
@ConfigurationProperties("user.session")
public record SessionProperties(
        @DefaultValue("10s") @DurationMin(seconds = 0) @DurationMax(seconds = 60)
        Duration refreshGrace) {}
