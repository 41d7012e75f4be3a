package dev.firstcome.platform.tokens;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
 * Verifies the tokens of other services. It accepts RS256 tokens for this service only, signed with a key of their
 * issuer, with a lifetime of at most one minute.
 */
public final class ServiceTokenVerifier {
    /** The prefix of the authority of a calling service; the name of the service follows. */
    public static final String AUTHORITY_PREFIX = "SERVICE_";

    private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

    private final JwtDecoder decoder;

    public ServiceTokenVerifier(String self, Path publicKeys, Clock clock) {
        NimbusJwtDecoder verifier = NimbusJwtDecoder.withJwkSource(new ServicePublicKeys(publicKeys, clock))
                .jwsAlgorithm(SignatureAlgorithm.RS256)
                .build();
        JwtTimestampValidator timestamps = new JwtTimestampValidator(CLOCK_SKEW);
        timestamps.setClock(clock);
        verifier.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                timestamps,
                require("the key must belong to the issuer", ServiceTokenVerifier::isSignedByIssuer),
                require("the lifetime must be at most 60 seconds", token -> isShortLived(token, clock.instant())),
                require(
                        "the only audience must be " + self,
                        token -> List.of(self).equals(token.getAudience()))));
        this.decoder = verifier;
    }

    public JwtDecoder decoder() {
        return decoder;
    }

    /** Converts the issuer to the only authority, with {@link #AUTHORITY_PREFIX}. Other claims are ignored. */
    public static JwtAuthenticationConverter authentication() {
        JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
        converter.setJwtGrantedAuthoritiesConverter(
                token -> List.of(new SimpleGrantedAuthority(AUTHORITY_PREFIX + token.getClaimAsString("iss"))));
        return converter;
    }

    private interface Condition {
        boolean isTrueFor(Jwt token);
    }

    private static boolean isSignedByIssuer(Jwt token) {
        return token.getHeaders().get("kid") instanceof String kid
                && token.getClaims().get("iss") instanceof String issuer
                && !issuer.isEmpty()
                && kid.startsWith(issuer + ".");
    }

    private static boolean isShortLived(Jwt token, Instant now) {
        Instant from = token.getIssuedAt();
        Instant to = token.getExpiresAt();
        return from != null
                && to != null
                && !from.isAfter(now.plus(CLOCK_SKEW))
                && !to.isAfter(from.plus(ServiceTokenIssuer.LIFETIME));
    }

    private static OAuth2TokenValidator<Jwt> require(String rule, Condition condition) {
        OAuth2TokenValidatorResult failure =
                OAuth2TokenValidatorResult.failure(new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, rule, null));
        return token -> condition.isTrueFor(token) ? OAuth2TokenValidatorResult.success() : failure;
    }

    /**
     * The public keys of all services, from a folder. It is read at most every two seconds, so an added or removed key
     * takes effect soon. An unreadable key is logged and skipped. Thread-safe.
     */
    static final class ServicePublicKeys implements JWKSource<SecurityContext> {
        private static final Logger log = LoggerFactory.getLogger(ServicePublicKeys.class);
        private static final Duration REFRESH_INTERVAL = Duration.ofSeconds(2);

        private final Path folder;
        private final Clock clock;
        private JWKSet keys = new JWKSet();
        private Instant refreshAt = Instant.MIN;

        ServicePublicKeys(Path folder, Clock clock) {
            this.folder = folder;
            this.clock = clock;
        }

        @Override
        public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
            return selector.select(current());
        }

        private synchronized JWKSet current() {
            Instant now = clock.instant();
            if (!now.isBefore(refreshAt)) {
                try {
                    keys = new JWKSet(PemKeys.files(folder).stream()
                            .<JWK>mapMulti((file, found) -> read(file, found::accept))
                            .toList());
                } catch (IOException unreadable) {
                    log.warn("service keys: folder is unreadable, using the previous keys: {}", unreadable.toString());
                }
                refreshAt = now.plus(REFRESH_INTERVAL);
            }
            return keys;
        }

        private static void read(Path file, Consumer<JWK> found) {
            try {
                found.accept(PemKeys.publicKey(file));
            } catch (IllegalStateException invalid) {
                log.warn("service keys: skipping an invalid key: {}", invalid.getMessage());
            }
        }
    }
}
