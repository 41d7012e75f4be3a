package dev.firstcome.payment.monitoring;

import dev.firstcome.platform.alerts.AlertSamples;
import dev.firstcome.platform.scheduling.RepeatingTask;
import dev.firstcome.platform.shards.Shards;
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
 * Publishes per shard the number of payments that have been in state UNKNOWN for too long. The gauge returns the last
 * polled value and never accesses the database; it is NaN while the shard is unavailable.
 */
@Component
class UnknownPaymentMonitor implements DisposableBean {
    static final String ALERT = "payment.unknown";
    static final String METER = "firstcome.payment.unknown";
    private static final Logger log = LoggerFactory.getLogger(UnknownPaymentMonitor.class);

    private final UnknownPayments payments;
    private final MonitoringProperties properties;
    private final AlertSamples samples;
    private final List<ScheduledExecutorService> executors = new ArrayList<>();

    UnknownPaymentMonitor(
            Shards shards,
            UnknownPayments payments,
            MonitoringProperties properties,
            MeterRegistry meters,
            AlertSamples samples) {
        this.payments = payments;
        this.properties = properties;
        this.samples = samples;
        for (String shard : shards.map().shards()) {
            LastCount last = new LastCount();
            Gauge.builder(METER, last, polled -> polled.count)
                    .tag("shard", shard)
                    .strongReference(true)
                    .register(meters);
            ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("unknown-" + shard).factory());
            RepeatingTask.schedule(
                    properties.lookEvery(), executor, "count of unknown payments on " + shard, () -> poll(shard, last));
            executors.add(executor);
        }
    }

    /** The result of the last poll of a shard. */
    private static final class LastCount {
        private volatile double count = Double.NaN;
    }

    private void poll(String shard, LastCount last) {
        try {
            UnknownPayments.Found found = payments.find(shard, properties.unknownFor(), AlertSamples.SAMPLES_MAX);
            if (found.count() > 0) {
                List<String> texts = found.oldest().stream()
                        .map(payment -> "user %s, payment %s, since %s"
                                .formatted(payment.userId(), payment.paymentId(), payment.since()))
                        .toList();
                samples.replace(ALERT, shard, texts);
            }
            last.count = found.count();
        } catch (DataAccessException | TransactionException unavailable) {
            last.count = Double.NaN;
            log.debug("unknown payments: shard {} is unavailable; will retry: {}", shard, unavailable.toString());
        }
    }

    @Override
    public void destroy() {
        executors.forEach(ScheduledExecutorService::shutdownNow);
    }
}
