package dev.firstcome.platform.tokens;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How access tokens are verified.
 *
 * @param jwksUri where the keys are published; none: this process verifies no tokens
 * @param refreshEvery how often the keys are fetched again; a fetch that fails changes nothing
 */
@ConfigurationProperties("platform.tokens")
public record TokensProperties(
        @Nullable URI jwksUri,
        @DefaultValue("firstcome") String issuer,
        @DefaultValue("firstcome") String audience,
        @DefaultValue("30s") Duration refreshEvery,
        @DefaultValue("1s") Duration fetchTimeout) {}
