package dev.firstcome.platform.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.platform.testing.TestClock;
import dev.firstcome.platform.tokens.AccessTokens.CachingJwtDecoder;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;

/** Proves that cached tokens are verifications once per minute and still expire. */
class CachingJwtDecoderTests {
    private final TestClock clock = new TestClock();
    private final Instant start = clock.instant();
    private int verifications;

    private final CachingJwtDecoder decoder = new CachingJwtDecoder(this::verify, clock);

    private Jwt verify(String token) {
        verifications++;
        if (token.equals("forged") || !clock.instant().isBefore(start.plusSeconds(30))) {
            throw new BadJwtException("invalid token");
        }
        return Jwt.withTokenValue(token)
                .header("alg", "RS256")
                .subject(token)
                .expiresAt(start.plusSeconds(30))
                .build();
    }

    @Test
    void aTokenIsVerifiedOnce() {
        assertThat(decoder.decode("kim").getSubject()).isEqualTo("kim");
        assertThat(decoder.decode("kim").getSubject()).isEqualTo("kim");
        assertThat(decoder.decode("lee").getSubject()).isEqualTo("lee");

        assertThat(verifications).isEqualTo(2);
    }

    @Test
    void aCachedTokenExpires() {
        decoder.decode("kim");
        clock.advance(Duration.ofSeconds(30));

        assertThatThrownBy(() -> decoder.decode("kim")).isInstanceOf(BadJwtException.class);
    }

    @Test
    void aForgedTokenIsNotCached() {
        assertThatThrownBy(() -> decoder.decode("forged")).isInstanceOf(BadJwtException.class);
        assertThatThrownBy(() -> decoder.decode("forged")).isInstanceOf(BadJwtException.class);

        assertThat(verifications).isEqualTo(2);
    }
}
