package dev.firstcome.gateway.limits;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Rate limit per route and user, or per route and address without a user. A change requires a restart.
 *
 * @param perSecond sustained requests per second
 * @param burst maximum burst after an idle period
 * @param localKeysMax maximum number of token buckets in memory while Redis is unavailable
 */
@Validated
@ConfigurationProperties("gateway.rate-limit")
public record RateLimitProperties(
        @DefaultValue("20") @Min(1) @Max(1_000_000) int perSecond,
        @DefaultValue("40") @Min(1) @Max(1_000_000) int burst,
        @DefaultValue("100000") @Min(100) int localKeysMax) {

    /** Returns the time to refill one token, in microseconds. */
    public long intervalMicros() {
        return 1_000_000L / perSecond;
    }
}
