package dev.firstcome.payment.checkout;

import dev.firstcome.payment.idempotency.IdempotencyKeys;
import dev.firstcome.payment.idempotency.IdempotencyKeys.IdempotentRequest;
import dev.firstcome.payment.idempotency.IdempotencyKeys.RecordedResponse;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Replays recorded responses while the checkout is closed. Otherwise a client whose first response was lost would
 * believe that its order was not accepted. The checkout may be closed because the databases are overloaded, so few
 * requests query them concurrently, and none waits for a permit.
 */
@Component
class ResponseReplayer {
    private static final Logger log = LoggerFactory.getLogger(ResponseReplayer.class);
    private static final int CONCURRENT_QUERIES_MAX = 4;

    private final IdempotencyKeys keys;
    private final Semaphore permits = new Semaphore(CONCURRENT_QUERIES_MAX);

    ResponseReplayer(IdempotencyKeys keys) {
        this.keys = keys;
    }

    /** Returns the recorded response; empty if the key has none or it cannot be queried now. */
    Optional<RecordedResponse> replay(IdempotentRequest request) {
        if (!permits.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return keys.findResponse(request);
        } catch (DataAccessException | TransactionException unavailable) {
            log.debug("recorded response to {} is not queried: {}", request, unavailable.toString());
            return Optional.empty();
        } finally {
            permits.release();
        }
    }
}
