package dev.firstcome.user.session;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Configures the delay of sign-ins after wrong passwords. A change needs a restart.
 *
 * @param freeTries failed tries before the first delay
 * @param waitFirst delay after the last free try; each further failure doubles it
 * @param waitMax maximum delay
 * @param expireAfter time after the last failure at which the count restarts
 * @param entriesMax maximum number of pairs of account and network in memory; each uses about 250 bytes
 */
@Validated
@ConfigurationProperties("user.sign-in")
public record SignInProperties(
        @DefaultValue("5") @Min(1) @Max(100) int freeTries,

        @DefaultValue("1s") @DurationMin(millis = 100) @DurationMax(minutes = 1)
        Duration waitFirst,

        @DefaultValue("60s") @DurationMin(seconds = 1) @DurationMax(minutes = 15)
        Duration waitMax,

        @DefaultValue("15m") @DurationMin(minutes = 1) @DurationMax(hours = 24)
        Duration expireAfter,

        @DefaultValue("50000") @Min(1_000) @Max(1_000_000) int entriesMax) {}
