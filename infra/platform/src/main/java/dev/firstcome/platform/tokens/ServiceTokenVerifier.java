package dev.firstcome.platform.tokens;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;

/**
 * How a call of another service is known: RS256 by a key that belongs to the service that the token names, for this
 * service alone, good for a minute at most. Every doubt is a refusal.
 */
public final class ServiceTokenVerifier {
    /** Before the caller's name it is the authority that a call has. */
    public static final String AUTHORITY_PREFIX = "SERVICE_";

    private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

    private final JwtDecoder decoder;

    public ServiceTokenVerifier(String self, Path publicKeys, Clock clock) {
        NimbusJwtDecoder verifying = NimbusJwtDecoder.withJwkSource(new ServiceKeys(publicKeys, clock))
                .jwsAlgorithm(SignatureAlgorithm.RS256)
                .build();
        JwtTimestampValidator times = new JwtTimestampValidator(CLOCK_SKEW);
        times.setClock(clock);
        verifying.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                times,
                holds("is of whom its key is", ServiceTokenVerifier::isOfItsIssuer),
                holds("was made now and is good for a minute at most", token -> isShort(token, clock.instant())),
                holds("is for " + self + " alone", token -> List.of(self).equals(token.getAudience()))));
        this.decoder = verifying;
    }

    public JwtDecoder decoder() {
        return decoder;
    }

    /** The caller's name, and the authority {@link #AUTHORITY_PREFIX} with it; nothing else that a token may say counts. */
    public static JwtAuthenticationConverter authentication() {
        JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
        converter.setJwtGrantedAuthoritiesConverter(
                token -> List.of(new SimpleGrantedAuthority(AUTHORITY_PREFIX + token.getClaimAsString("iss"))));
        return converter;
    }

    /** A condition that a token must meet. */
    private interface Condition {
        boolean isMetBy(Jwt token);
    }

    private static boolean isOfItsIssuer(Jwt token) {
        return token.getHeaders().get("kid") instanceof String kid
                && token.getClaims().get("iss") instanceof String issuer
                && !issuer.isEmpty()
                && kid.startsWith(issuer + ".");
    }

    private static boolean isShort(Jwt token, Instant now) {
        Instant from = token.getIssuedAt();
        Instant to = token.getExpiresAt();
        return from != null
                && to != null
                && !from.isAfter(now.plus(CLOCK_SKEW))
                && !to.isAfter(from.plus(ServiceTokens.LIFE));
    }

    private static OAuth2TokenValidator<Jwt> holds(String what, Condition condition) {
        OAuth2TokenValidatorResult refused = OAuth2TokenValidatorResult.failure(
                new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, "it is not true that it " + what, null));
        return token -> condition.isMetBy(token) ? OAuth2TokenValidatorResult.success() : refused;
    }
}
