package dev.firstcome.platform.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.platform.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;

/** A token is verified once a minute at the most, and never believed for longer than it says. */
class RecentTokensTests {
    private final TestClock clock = new TestClock();
    private final Instant start = clock.instant();
    private int verified;

    private final RecentTokens tokens = new RecentTokens(this::verify, clock);

    private Jwt verify(String text) {
        verified++;
        if (text.equals("forged") || !clock.instant().isBefore(start.plusSeconds(30))) {
            throw new BadJwtException("not a token");
        }
        return Jwt.withTokenValue(text)
                .header("alg", "RS256")
                .subject(text)
                .expiresAt(start.plusSeconds(30))
                .build();
    }

    @Test
    void oneTokenIsVerifiedOnce() {
        assertThat(tokens.decode("kim").getSubject()).isEqualTo("kim");
        assertThat(tokens.decode("kim").getSubject()).isEqualTo("kim");
        assertThat(tokens.decode("lee").getSubject()).isEqualTo("lee");

        assertThat(verified).isEqualTo(2);
    }

    @Test
    void aRememberedTokenExpiresAllTheSame() {
        tokens.decode("kim");
        clock.goOn(Duration.ofSeconds(30));

        assertThatThrownBy(() -> tokens.decode("kim")).isInstanceOf(BadJwtException.class);
    }

    @Test
    void aForgedTokenIsNeverRemembered() {
        assertThatThrownBy(() -> tokens.decode("forged")).isInstanceOf(BadJwtException.class);
        assertThatThrownBy(() -> tokens.decode("forged")).isInstanceOf(BadJwtException.class);

        assertThat(verified).isEqualTo(2);
    }
}
