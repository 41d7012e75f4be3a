package dev.firstcome.user.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.text.Normalizer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

class PasswordHasherTests {
    private static final Password PASSWORD = new Password("open sesame");
    private static final String COMPOSED = "비밀번호는 café";
    private static final String DECOMPOSED = Normalizer.normalize(COMPOSED, Normalizer.Form.NFD);
    private static final PasswordProperties CHEAP = new PasswordProperties(64, 1, 1, Duration.ofMillis(10));

    private final Semaphore permits = new Semaphore(1);
    private final PasswordHasher hasher = new PasswordHasher(CHEAP, permits);

    @Test
    void onlyTheRightPasswordMatches() {
        String hash = hasher.hash(PASSWORD);

        assertThat(hasher.matches(PASSWORD, hash)).isTrue();
        assertThat(hasher.matches(new Password("open sesamf"), hash)).isFalse();
    }

    @Test
    void decomposedAndComposedCharactersAreTheSamePassword() {
        Password composed = new Password(COMPOSED);
        Password decomposed = new Password(DECOMPOSED);

        assertThat(hasher.matches(composed, hasher.hash(decomposed))).isTrue();
        assertThat(hasher.matches(decomposed, hasher.hash(composed))).isTrue();
    }

    @Test
    void aPasswordThatWasHashedAsTypedStillMatches() {
        String hashAsTyped = new Argon2PasswordEncoder(16, 32, 1, 64, 1).encode(DECOMPOSED);

        assertThat(hasher.matches(new Password(DECOMPOSED), hashAsTyped)).isTrue();
        assertThat(hasher.matches(new Password(COMPOSED), hashAsTyped)).isFalse();
    }

    @Test
    void equalPasswordsHaveDifferentArgon2Hashes() {
        assertThat(hasher.hash(PASSWORD))
                .startsWith("$argon2id$")
                .contains("m=64,t=1,p=1")
                .isNotEqualTo(hasher.hash(PASSWORD));
    }

    @Test
    void aCallThatGetsNoPermitInTimeFails() {
        permits.drainPermits();

        assertThatThrownBy(() -> hasher.hash(PASSWORD)).isInstanceOf(HashingOverloadedException.class);
        assertThatThrownBy(() -> hasher.matchDummyHash(PASSWORD)).isInstanceOf(HashingOverloadedException.class);
    }

    @Test
    void permitsAreReleased() {
        String hash = hasher.hash(PASSWORD);
        hasher.matches(PASSWORD, hash);

        assertThat(permits.availablePermits()).isEqualTo(1);
    }
}
