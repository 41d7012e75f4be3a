package dev.firstcome.psp.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.psp.api.IdempotencyKeys.Claim;
import dev.firstcome.psp.ledger.Answer;
import dev.firstcome.psp.ledger.KeptAnswer;
import org.junit.jupiter.api.Test;

class IdempotencyKeysTests {
    private static final long NOW = 1_800_000_000_000L;
    private static final long DAY = IdempotencyKeys.KEPT_FOR.toMillis();

    private final IdempotencyKeys keys = new IdempotencyKeys();

    private static KeptAnswer answer(String key) {
        return new KeptAnswer(key, "print", "req_1", NOW, Answer.never());
    }

    @Test
    void aKeyIsInUseUntilItIsReleased() {
        assertThat(keys.claim("a", "print", NOW)).isEqualTo(new Claim.Fresh());
        assertThat(keys.claim("a", "print", NOW)).isInstanceOfSatisfying(Claim.Refused.class, refused -> {
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.problem().code()).isEqualTo("idempotency_key_in_use");
        });

        keys.release("a");

        assertThat(keys.claim("a", "print", NOW)).isEqualTo(new Claim.Fresh());
    }

    @Test
    void aKeptAnswerIsForItsPrintOnly() {
        keys.keep(answer("a"));

        assertThat(keys.claim("a", "print", NOW + 1)).isEqualTo(new Claim.Again(answer("a")));
        assertThat(keys.claim("a", "other", NOW + 1))
                .isInstanceOfSatisfying(
                        Claim.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(400));
    }

    @Test
    void answersAreKeptForADay() {
        keys.keep(answer("a"));

        assertThat(keys.claim("a", "print", NOW + DAY - 1)).isInstanceOf(Claim.Again.class);
        assertThat(keys.claim("a", "print", NOW + DAY)).isEqualTo(new Claim.Fresh());
    }
}
