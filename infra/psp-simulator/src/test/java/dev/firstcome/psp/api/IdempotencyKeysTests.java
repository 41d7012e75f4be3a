package dev.firstcome.psp.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.psp.api.IdempotencyKeys.Claim;
import dev.firstcome.psp.ledger.ApiResponse;
import dev.firstcome.psp.ledger.StoredResponse;
import org.junit.jupiter.api.Test;

class IdempotencyKeysTests {
    private static final long NOW = 1_800_000_000_000L;
    private static final long DAY = IdempotencyKeys.RETENTION.toMillis();

    private final IdempotencyKeys keys = new IdempotencyKeys();

    private static StoredResponse response(String key) {
        return new StoredResponse(key, "hash", "req_1", NOW, ApiResponse.neverSent());
    }

    @Test
    void aKeyIsInUseUntilItIsReleased() {
        assertThat(keys.claim("a", "hash", NOW)).isEqualTo(new Claim.Acquired());
        assertThat(keys.claim("a", "hash", NOW)).isInstanceOfSatisfying(Claim.Rejected.class, rejected -> {
            assertThat(rejected.status()).isEqualTo(409);
            assertThat(rejected.error().code()).isEqualTo("idempotency_key_in_use");
        });

        keys.release("a");

        assertThat(keys.claim("a", "hash", NOW)).isEqualTo(new Claim.Acquired());
    }

    @Test
    void aStoredResponseIsReplayedForTheSameParametersOnly() {
        keys.store(response("a"));

        assertThat(keys.claim("a", "hash", NOW + 1)).isEqualTo(new Claim.Replay(response("a")));
        assertThat(keys.claim("a", "other", NOW + 1))
                .isInstanceOfSatisfying(
                        Claim.Rejected.class,
                        rejected -> assertThat(rejected.status()).isEqualTo(400));
    }

    @Test
    void responsesAreStoredForADay() {
        keys.store(response("a"));

        assertThat(keys.claim("a", "hash", NOW + DAY - 1)).isInstanceOf(Claim.Replay.class);
        assertThat(keys.claim("a", "hash", NOW + DAY)).isEqualTo(new Claim.Acquired());
    }
}
