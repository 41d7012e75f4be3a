package dev.firstcome.platform.tokens;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/**
 * Caches verified access tokens by their serialized form, because signature verification is the most expensive step of
 * a request and users send requests in bursts. A cached token still expires at its own time. A withdrawn key takes
 * effect within one minute.
 */
final class CachingJwtDecoder implements JwtDecoder {
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
