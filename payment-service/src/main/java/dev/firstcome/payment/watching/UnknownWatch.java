package dev.firstcome.payment.watching;

import dev.firstcome.platform.scheduling.RepeatingTask;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.platform.signs.Witnesses;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Counts in each shard the payments of which it has not been known for too long whether they were charged. Whoever
 * reads the gauge waits for no database; of a shard that is away it says nothing.
 */
@Component
class UnknownWatch implements DisposableBean {
    static final String SIGN = "payment.unknown";
    static final String METER = "firstcome.payment.unknown";
    private static final Logger log = LoggerFactory.getLogger(UnknownWatch.class);

    private final UnknownPayments payments;
    private final WatchingProperties properties;
    private final Witnesses witnesses;
    private final List<ScheduledExecutorService> clocks = new ArrayList<>();

    UnknownWatch(
            Shards shards,
            UnknownPayments payments,
            WatchingProperties properties,
            MeterRegistry meters,
            Witnesses witnesses) {
        this.payments = payments;
        this.properties = properties;
        this.witnesses = witnesses;
        for (String shard : shards.map().shards()) {
            Last last = new Last();
            Gauge.builder(METER, last, seen -> seen.many)
                    .tag("shard", shard)
                    .strongReference(true)
                    .register(meters);
            ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("unknown-" + shard).factory());
            RepeatingTask.schedule(
                    properties.lookEvery(),
                    clock,
                    "the count of unknown payments in " + shard,
                    () -> look(shard, last));
            clocks.add(clock);
        }
    }

    /** What a look has found. */
    private static final class Last {
        private volatile double many = Double.NaN;
    }

    private void look(String shard, Last last) {
        try {
            UnknownPayments.Found found = payments.in(shard, properties.unknownFor(), Witnesses.OF_ONE_MAX);
            if (found.many() > 0) {
                List<String> texts = found.oldest().stream()
                        .map(one ->
                                "user %s, payment %s, since %s".formatted(one.userId(), one.paymentId(), one.since()))
                        .toList();
                witnesses.replace(SIGN, shard, texts);
            }
            last.many = found.many();
        } catch (DataAccessException | TransactionException away) {
            last.many = Double.NaN;
            log.debug("unknown payments of {} are counted later: {}", shard, away.toString());
        }
    }

    @Override
    public void destroy() {
        clocks.forEach(ScheduledExecutorService::shutdownNow);
    }
}
