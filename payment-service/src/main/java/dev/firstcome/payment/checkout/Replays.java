package dev.firstcome.payment.checkout;

import dev.firstcome.payment.idempotency.IdempotencyKeys;
import dev.firstcome.payment.idempotency.IdempotencyKeys.Answer;
import dev.firstcome.payment.idempotency.IdempotencyKeys.Call;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Answers that are given again while no new orders are taken: who got no answer to an order that was taken in must not hear
 * that none is taken, and order elsewhere. Orders may be closed because databases are overloaded, so few calls look at once,
 * and nobody waits to be one of them.
 */
@Component
class Replays {
    private static final Logger log = LoggerFactory.getLogger(Replays.class);
    private static final int AT_ONCE = 4;

    private final IdempotencyKeys keys;
    private final Semaphore room = new Semaphore(AT_ONCE);

    Replays(IdempotencyKeys keys) {
        this.keys = keys;
    }

    /** Empty: the key has no answer yet, or it cannot be looked for now. */
    Optional<Answer> of(Call call) {
        if (!room.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return keys.answered(call);
        } catch (DataAccessException | TransactionException away) {
            log.debug("the answer to {} is not looked for: {}", call, away.toString());
            return Optional.empty();
        } finally {
            room.release();
        }
    }
}
