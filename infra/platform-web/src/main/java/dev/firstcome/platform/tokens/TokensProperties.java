package dev.firstcome.platform.tokens;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configures the verification of access tokens. Changes need a restart.
 *
 * @param jwksUri the JWK set URI; null disables the verification of user tokens
 * @param refreshEvery the refresh interval of the keys; a failed refresh keeps the previous keys
 */
@ConfigurationProperties("platform.tokens")
public record TokensProperties(
        @Nullable URI jwksUri,
        @DefaultValue("firstcome") String issuer,
        @DefaultValue("firstcome") String audience,
        @DefaultValue("30s") Duration refreshEvery,
        @DefaultValue("1s") Duration fetchTimeout) {}
