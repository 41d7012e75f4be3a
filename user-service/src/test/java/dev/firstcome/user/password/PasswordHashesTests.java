package dev.firstcome.user.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class PasswordHashesTests {
    private static final Password PASSWORD = new Password("open sesame");
    private static final PasswordProperties CHEAP = new PasswordProperties(64, 1, 1, Duration.ofMillis(10));

    private final Semaphore places = new Semaphore(1);
    private final PasswordHashes hashes = new PasswordHashes(CHEAP, places);

    @Test
    void onlyTheRightPasswordMatches() {
        String hash = hashes.hash(PASSWORD);

        assertThat(hashes.matches(PASSWORD, hash)).isTrue();
        assertThat(hashes.matches(new Password("open sesamf"), hash)).isFalse();
    }

    @Test
    void equalPasswordsHaveDifferentHashesOfTheStatedKind() {
        assertThat(hashes.hash(PASSWORD))
                .startsWith("$argon2id$")
                .contains("m=64,t=1,p=1")
                .isNotEqualTo(hashes.hash(PASSWORD));
    }

    @Test
    void whoWaitsTooLongIsSentAway() {
        places.drainPermits();

        assertThatThrownBy(() -> hashes.hash(PASSWORD)).isInstanceOf(HashingOverloaded.class);
        assertThatThrownBy(() -> hashes.matchNobody(PASSWORD)).isInstanceOf(HashingOverloaded.class);
    }

    @Test
    void placesAreGivenBack() {
        String hash = hashes.hash(PASSWORD);
        hashes.matches(PASSWORD, hash);

        assertThat(places.availablePermits()).isEqualTo(1);
    }
}
