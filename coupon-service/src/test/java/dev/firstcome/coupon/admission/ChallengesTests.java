package dev.firstcome.coupon.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A challenge is solved by sufficient work for its user and campaign before it expires. */
public class ChallengesTests {
    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
    private static final UUID CAMPAIGN = UUID.randomUUID();
    private static final UUID KIM = UUID.randomUUID();
    private static final int BITS = 10;

    private final Challenges challenges = at(NOW);
    private final Challenges.Challenge challenge = challenges.create(CAMPAIGN, KIM, BITS);

    @Test
    void aSolutionIsAccepted() {
        assertThat(challenge.bits()).isEqualTo(BITS);
        assertThat(isSolvedBy(nonce(challenge.text(), BITS))).isTrue();
    }

    @Test
    void anInsufficientSolutionIsRejected() {
        String insufficient = IntStream.iterate(0, n -> n + 1)
                .mapToObj(Integer::toString)
                .filter(nonce -> zeroBits(challenge.text(), nonce) == BITS - 1)
                .findFirst()
                .orElseThrow();

        assertThat(isSolvedBy(insufficient)).isFalse();
        assertThat(isSolvedBy("")).isFalse();
        assertThat(isSolvedBy("쿠폰")).isFalse();
        assertThat(isSolvedBy("0".repeat(21))).isFalse();
    }

    @Test
    void aSolutionForAnotherUserCampaignOrLevelIsRejected() {
        String nonce = nonce(challenge.text(), BITS);

        assertThat(challenges.isSolved(challenge.text(), nonce, CAMPAIGN, UUID.randomUUID(), BITS))
                .isFalse();
        assertThat(challenges.isSolved(challenge.text(), nonce, UUID.randomUUID(), KIM, BITS))
                .isFalse();
        assertThat(challenges.isSolved(challenge.text(), nonce, CAMPAIGN, KIM, BITS + 1))
                .isFalse();
        assertThat(challenges.isSolved(challenge.text(), nonce, CAMPAIGN, KIM, BITS - 1))
                .isTrue();
    }

    @Test
    void aChallengeExpires() {
        String nonce = nonce(challenge.text(), BITS);
        Challenges later = at(NOW.plus(Duration.ofMinutes(2)));

        assertThat(later.isSolved(challenge.text(), nonce, CAMPAIGN, KIM, BITS)).isFalse();
    }

    @Test
    void forgedAndModifiedChallengesAreRejected() {
        for (int i = 0; i < challenge.text().length(); i++) {
            char other = challenge.text().charAt(i) == 'A' ? 'B' : 'A';
            String modified =
                    challenge.text().substring(0, i) + other + challenge.text().substring(i + 1);

            assertThat(challenges.isSolved(modified, nonce(modified, BITS), CAMPAIGN, KIM, 0))
                    .as("modified at %d", i)
                    .isFalse();
        }
        assertThat(challenges.isSolved("*".repeat(44), "1", CAMPAIGN, KIM, 0)).isFalse();
    }

    private boolean isSolvedBy(String nonce) {
        return challenges.isSolved(challenge.text(), nonce, CAMPAIGN, KIM, BITS);
    }

    /** Finds a nonce, as clients do. */
    public static String nonce(String challenge, int bits) {
        return IntStream.iterate(0, n -> n + 1)
                .mapToObj(Integer::toString)
                .filter(nonce -> zeroBits(challenge, nonce) >= bits)
                .findFirst()
                .orElseThrow();
    }

    private static int zeroBits(String challenge, String nonce) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((challenge + "." + nonce).getBytes(StandardCharsets.UTF_8));
            return Long.numberOfLeadingZeros(ByteBuffer.wrap(hash).getLong());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Challenges at(Instant instant) {
        String key = Base64.getEncoder().encodeToString(new byte[32]);
        IntakeKeys keys = new IntakeKeys(key, List.of(key), Duration.ofMinutes(2));
        return new Challenges(keys, Clock.fixed(instant, ZoneOffset.UTC));
    }
}
