package dev.firstcome.platform.tokens;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/**
 * Remembers tokens that were verified a moment ago, by their whole text, since a shopper's calls come in bursts and a
 * signature costs more than all else that a call asks of the door. A token is never good for longer than it says, and a
 * withdrawn key is noticed within a minute.
 */
final class RecentTokens implements JwtDecoder {
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(1);
    private static final int TOKENS_MAX = 10_000;

    private final JwtDecoder verifying;
    private final Clock clock;
    private final Cache<String, Jwt> recent = Caffeine.newBuilder()
            .maximumSize(TOKENS_MAX)
            .expireAfterWrite(REMEMBERED_FOR)
            .build();

    RecentTokens(JwtDecoder verifying, Clock clock) {
        this.verifying = verifying;
        this.clock = clock;
    }

    @Override
    public Jwt decode(String token) {
        Jwt known = recent.getIfPresent(token);
        if (known != null && lasts(known)) {
            return known;
        }
        Jwt verified = verifying.decode(token);
        recent.put(token, verified);
        return verified;
    }

    private boolean lasts(Jwt token) {
        Instant end = token.getExpiresAt();
        return end != null && clock.instant().isBefore(end);
    }
}
