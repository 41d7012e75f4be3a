package dev.firstcome.platform.tokens;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.firstcome.platform.startup.StartupTasks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;

/** Builds the decoder of access tokens. It accepts unexpired RS256 tokens with the configured issuer and audience. */
public final class AccessTokens {
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    private AccessTokens() {}

    /**
     * Creates the key source. It fetches the keys before the process is ready and then refreshes them in the
     * background.
     */
    public static RefreshingJwkSource keys(TokensProperties properties, StartupTasks startup) {
        RefreshingJwkSource keys =
                new RefreshingJwkSource(Objects.requireNonNull(properties.jwksUri()), properties.fetchTimeout());
        startup.runUntilSuccessful("token keys", keys::fetch);
        keys.refreshEvery(properties.refreshEvery());
        return keys;
    }

    public static JwtDecoder decoder(JWKSource<SecurityContext> keys, TokensProperties properties, Clock clock) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys)
                .jwsAlgorithm(SignatureAlgorithm.RS256)
                .build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                new JwtTimestampValidator(CLOCK_SKEW),
                new JwtIssuerValidator(properties.issuer()),
                new JwtClaimValidator<List<String>>(
                        JwtClaimNames.AUD, audience -> audience != null && audience.contains(properties.audience()))));
        return new CachingJwtDecoder(decoder, clock);
    }

    /** Maps the claim {@code roles} to authorities {@code ROLE_…}. The name of the authentication is the user id. */
    public static JwtAuthenticationConverter authentication() {
        JwtGrantedAuthoritiesConverter roles = new JwtGrantedAuthoritiesConverter();
        roles.setAuthoritiesClaimName("roles");
        roles.setAuthorityPrefix("ROLE_");
        JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
        converter.setJwtGrantedAuthoritiesConverter(roles);
        return converter;
    }

    /**
     * Caches verified access tokens by their serialized form, because signature verification is the most expensive step of
     * a request and users send requests in bursts. A cached token still expires at its own time. A withdrawn key takes
     * effect within one minute.
     */
    static final class CachingJwtDecoder implements JwtDecoder {
        private static final Duration CACHED_FOR = Duration.ofMinutes(1);
        private static final int TOKENS_MAX = 10_000;

        private final JwtDecoder delegate;
        private final Clock clock;
        private final Cache<String, Jwt> cache = Caffeine.newBuilder()
                .maximumSize(TOKENS_MAX)
                .expireAfterWrite(CACHED_FOR)
                .build();

        CachingJwtDecoder(JwtDecoder delegate, Clock clock) {
            this.delegate = delegate;
            this.clock = clock;
        }

        @Override
        public Jwt decode(String token) {
            Jwt cached = cache.getIfPresent(token);
            if (cached != null && isUnexpired(cached)) {
                return cached;
            }
            Jwt verified = delegate.decode(token);
            cache.put(token, verified);
            return verified;
        }

        private boolean isUnexpired(Jwt token) {
            Instant expiresAt = token.getExpiresAt();
            return expiresAt != null && clock.instant().isBefore(expiresAt);
        }
    }
}
