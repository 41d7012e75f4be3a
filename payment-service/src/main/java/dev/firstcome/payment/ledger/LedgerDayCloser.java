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

/** Closes each day some time after its end, per shard. Every process does this; a repeated closing changes nothing. */
@Component
public final class LedgerDayCloser implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(LedgerDayCloser.class);
    private static final Duration INTERVAL = Duration.ofMinutes(10);

    /** Longer than any transaction that may still be open. */
    private static final Duration CLOSING_DELAY = Duration.ofHours(1);

    private final Shards shards;
    private final ClosingBalances closings;
    private final Clock clock;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ledger-closing").factory());

    LedgerDayCloser(Shards shards, ClosingBalances closings, Clock clock) {
        this.shards = shards;
        this.closings = closings;
        this.clock = clock;
        RepeatingTask.schedule(INTERVAL, executor, "ledger closing", this::closeDueDays);
    }

    /** Closes all days that are due on all shards. */
    public void closeDueDays() {
        shards.map().shards().stream().distinct().forEach(this::closeDueDays);
    }

    private void closeDueDays(String shard) {
        LocalDate today =
                clock.instant().minus(CLOSING_DELAY).atOffset(ZoneOffset.UTC).toLocalDate();
        try {
            closings.lastClosedDay(shard)
                    .map(last -> last.plusDays(1))
                    .filter(next -> next.isBefore(today))
                    .ifPresent(next -> next.datesUntil(today).forEach(day -> closings.closeDay(shard, day)));
        } catch (DataAccessException | TransactionException unavailable) {
            log.warn("ledger closing: shard {} is unavailable; will retry: {}", shard, unavailable.toString());
        }
    }

    @Override
    public void destroy() {
        executor.shutdownNow();
    }
}
