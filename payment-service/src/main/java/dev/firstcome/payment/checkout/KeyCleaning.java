package dev.firstcome.payment.checkout;

import dev.firstcome.payment.idempotency.IdempotencyKeys;
import dev.firstcome.platform.schedules.Repeated;
import dev.firstcome.platform.shards.Shards;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Removes answers that were kept for long enough, a little at a time. */
@Component
class KeyCleaning implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(KeyCleaning.class);
    private static final int AT_ONCE = 1_000;
    private static final Duration EVERY = Duration.ofMinutes(10);

    private final Shards shards;
    private final IdempotencyKeys keys;
    private final CheckoutProperties properties;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("key-cleaning").factory());

    KeyCleaning(Shards shards, IdempotencyKeys keys, CheckoutProperties properties) {
        this.shards = shards;
        this.keys = keys;
        this.properties = properties;
        Repeated.every(EVERY, clock, "the removal of old keys", this::clean);
    }

    private void clean() {
        shards.map().shards().forEach(this::clean);
    }

    private void clean(String shard) {
        try {
            int removed = AT_ONCE;
            while (removed >= AT_ONCE) {
                removed = keys.removeOlderThan(shard, properties.keysKept(), AT_ONCE);
            }
        } catch (DataAccessException | TransactionException away) {
            log.warn("old keys of {} are removed later: {}", shard, away.toString());
        }
    }

    @Override
    public void destroy() {
        clock.shutdownNow();
    }
}
