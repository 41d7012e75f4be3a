package dev.firstcome.platform.tokens;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.firstcome.platform.startup.Startup;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;

/** How an access token is read: RS256 only, from our issuer, for our audience, not expired. */
public final class AccessTokens {
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    private AccessTokens() {}

    /** Keys that are fetched before the process is ready, and from then on in the background. */
    public static TokenKeys keys(TokensProperties properties, Startup startup) {
        TokenKeys keys = new TokenKeys(Objects.requireNonNull(properties.jwksUri()), properties.fetchTimeout());
        startup.untilDone("token keys", keys::fetch);
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
        return new RecentTokens(decoder, clock);
    }

    /** The claim {@code roles} as authorities {@code ROLE_…}; the name is the user's id. */
    public static JwtAuthenticationConverter authentication() {
        JwtGrantedAuthoritiesConverter roles = new JwtGrantedAuthoritiesConverter();
        roles.setAuthoritiesClaimName("roles");
        roles.setAuthorityPrefix("ROLE_");
        JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
        converter.setJwtGrantedAuthoritiesConverter(roles);
        return converter;
    }
}
