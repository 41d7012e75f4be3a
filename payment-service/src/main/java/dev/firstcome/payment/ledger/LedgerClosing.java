package dev.firstcome.payment.ledger;

import dev.firstcome.platform.scheduling.RepeatingTask;
import dev.firstcome.platform.shards.Shards;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Closes each day some time after it is over, in each shard for itself. Every process does so, and comes to the same.
 */
@Component
public final class LedgerClosing implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(LedgerClosing.class);
    private static final Duration EVERY = Duration.ofMinutes(10);

    /** Longer than any transaction that is still open may have begun ago. */
    private static final Duration OVER = Duration.ofHours(1);

    private final Shards shards;
    private final Closings closings;
    private final Clock clock;
    private final ScheduledExecutorService turns = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ledger-closing").factory());

    LedgerClosing(Shards shards, Closings closings, Clock clock) {
        this.shards = shards;
        this.closings = closings;
        this.clock = clock;
        RepeatingTask.schedule(EVERY, turns, "the closing of the ledger", this::closeAll);
    }

    /** Closes what is over and open. */
    public void closeAll() {
        shards.map().shards().stream().distinct().forEach(this::close);
    }

    private void close(String shard) {
        LocalDate today = clock.instant().minus(OVER).atOffset(ZoneOffset.UTC).toLocalDate();
        try {
            closings.last(shard)
                    .map(last -> last.plusDays(1))
                    .filter(next -> next.isBefore(today))
                    .ifPresent(next -> next.datesUntil(today).forEach(day -> closings.close(shard, day)));
        } catch (DataAccessException | TransactionException away) {
            log.warn("the ledger of {} is closed later: {}", shard, away.toString());
        }
    }

    @Override
    public void destroy() {
        turns.shutdownNow();
    }
}
