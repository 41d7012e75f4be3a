package dev.firstcome.gateway.limits;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How often a user, or else an address, may call one route. Takes effect at the start of the process.
 *
 * @param perSecond calls per second that go on for ever
 * @param burst calls at once after a silence
 * @param localKeysMax how many users and addresses are counted in memory while Redis does not answer
 */
@Validated
@ConfigurationProperties("gateway.rate-limit")
public record RateLimitProperties(
        @DefaultValue("20") @Min(1) @Max(1_000_000) int perSecond,
        @DefaultValue("40") @Min(1) @Max(1_000_000) int burst,
        @DefaultValue("100000") @Min(100) int localKeysMax) {

    /** Time in which one call's worth comes back, in microseconds. */
    public long intervalMicros() {
        return 1_000_000L / perSecond;
    }
}
