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
 * The tokens by which this service calls the internal addresses of others: signed with its own key, for one audience, good
 * for a minute. No other service is needed to make one.
 */
public final class ServiceTokens {
    /** How long one is good; a verifier takes none that says it is good for longer. */
    static final Duration LIFE = Duration.ofSeconds(60);

    private static final Duration USED_FOR = LIFE.dividedBy(2);

    private final String name;
    private final RSAKey key;
    private final Clock clock;
    private final Map<String, Made> made = new ConcurrentHashMap<>();

    private record Made(String token, Instant usedUntil) {}

    public ServiceTokens(String name, RSAKey key, Clock clock) {
        this.name = name;
        this.key = key;
        this.clock = clock;
    }

    /** A token that the service of this name takes, for at least half a minute. */
    public String forCallsOf(String service) {
        Instant now = clock.instant();
        return made.compute(
                        service,
                        (audience, last) -> last != null && now.isBefore(last.usedUntil()) ? last : make(audience, now))
                .token();
    }

    private Made make(String audience, Instant now) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(name)
                .subject(name)
                .audience(audience)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .build();
        return new Made(TokenSignature.sign(claims, key), now.plus(USED_FOR));
    }
}
