package dev.firstcome.user.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SessionStateTests {
    private static final UUID SESSION = UUID.fromString("0199aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee");
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final RefreshToken first = RefreshToken.first(SESSION);
    private final SuccessorSalt salt = SuccessorSalt.random();
    private final RefreshToken second = first.successor(salt);
    private final SessionState started = new SessionState(1, first.hash(), null);
    private final SessionState refreshed = stateAfter(second, salt);

    @Test
    void theValidTokenIsReplaced() {
        RefreshDecision decision = started.decide(first, NOW, GRACE);

        assertThat(decision)
                .isInstanceOfSatisfying(
                        RefreshDecision.Rotate.class,
                        rotation -> assertThat(rotation.successor()).isEqualTo(first.successor(rotation.salt())));
    }

    @Test
    void twoRefreshesDeriveDifferentSuccessors() {
        assertThat(started.decide(first, NOW, GRACE)).isNotEqualTo(started.decide(first, NOW, GRACE));
    }

    @Test
    void aSecondUseWithinTheGracePeriodReturnsTheSameSuccessor() {
        Instant lastMoment = NOW.plus(GRACE).minusMillis(1);

        assertThat(refreshed.decide(first, NOW, GRACE)).isEqualTo(new RefreshDecision.Repeat(second));
        assertThat(refreshed.decide(first, lastMoment, GRACE)).isEqualTo(new RefreshDecision.Repeat(second));
    }

    @Test
    void aSecondUseAfterTheGracePeriodIsReuse() {
        assertThat(refreshed.decide(first, NOW.plus(GRACE), GRACE)).isEqualTo(new RefreshDecision.Reused());
        assertThat(refreshed.decide(first, NOW, Duration.ZERO)).isEqualTo(new RefreshDecision.Reused());
    }

    @Test
    void aSecondUseAfterTheUseOfTheSuccessorIsReuse() {
        SuccessorSalt nextSalt = SuccessorSalt.random();
        SessionState refreshedTwice = stateAfter(second.successor(nextSalt), nextSalt);

        assertThat(refreshedTwice.decide(first, NOW, GRACE)).isEqualTo(new RefreshDecision.Reused());
        assertThat(refreshedTwice.decide(second, NOW, GRACE)).isInstanceOf(RefreshDecision.Repeat.class);
    }

    @Test
    void tokensThatWereNeverIssuedChangeNothing() {
        RefreshToken otherSecret = RefreshToken.first(SESSION);

        assertThat(started.decide(otherSecret, NOW, GRACE)).isEqualTo(new RefreshDecision.Forged());
        assertThat(started.decide(second, NOW, GRACE)).isEqualTo(new RefreshDecision.Forged());
    }

    @Test
    void anotherSecretOfTheReplacedGenerationGetsNoSuccessor() {
        assertThat(refreshed.decide(RefreshToken.first(SESSION), NOW, GRACE)).isEqualTo(new RefreshDecision.Reused());
    }

    private static SessionState stateAfter(RefreshToken successor, SuccessorSalt salt) {
        return new SessionState(successor.generation(), successor.hash(), new SessionState.Rotation(salt, NOW));
    }
}
