package dev.firstcome.payment.webhook;

import dev.firstcome.payment.work.ExpiredRows;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Removes webhook events that the provider no longer redelivers: a redelivery can be requested for 30 days. */
@Component
record ExpiredWebhookEvents(ProcessedWebhookEvents events) implements ExpiredRows {
    private static final Duration RETENTION = Duration.ofDays(35);

    @Override
    public String description() {
        return "expired webhook events";
    }

    @Override
    public int delete(String shard, int limit) {
        return events.removeOlderThan(shard, RETENTION, limit);
    }
}
