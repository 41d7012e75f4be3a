package dev.firstcome.platform.tokens;

import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Issues the tokens with which this service calls the internal endpoints of other services. A token is signed with the
 * service's own key, has one audience and expires after one minute. Thread-safe.
 */
public final class ServiceTokenIssuer {
    /** The lifetime of a token. Verifiers reject tokens with a longer lifetime. */
    static final Duration LIFETIME = Duration.ofSeconds(60);

    private static final Duration REUSED_FOR = LIFETIME.dividedBy(2);

    private final String name;
    private final RSAKey key;
    private final Clock clock;
    private final Map<String, CachedToken> tokens = new ConcurrentHashMap<>();

    private record CachedToken(String token, Instant reusedUntil) {}

    public ServiceTokenIssuer(String name, RSAKey key, Clock clock) {
        this.name = name;
        this.key = key;
        this.clock = clock;
    }

    /** Returns a token for this audience that is valid for at least 30 more seconds. */
    public String tokenFor(String service) {
        Instant now = clock.instant();
        return tokens.compute(
                        service,
                        (audience, last) ->
                                last != null && now.isBefore(last.reusedUntil()) ? last : issue(audience, now))
                .token();
    }

    private CachedToken issue(String audience, Instant now) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(name)
                .subject(name)
                .audience(audience)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .build();
        return new CachedToken(JwtSigner.sign(claims, key), now.plus(REUSED_FOR));
    }
}
