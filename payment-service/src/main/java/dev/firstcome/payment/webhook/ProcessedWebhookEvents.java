package dev.firstcome.payment.webhook;

import java.time.Duration;
import java.util.UUID;

/** The ids of webhook events that have had their effect. */
public interface ProcessedWebhookEvents {
    /** Adds an event in the caller's transaction on the payment's shard; returns false if it was added before. */
    boolean addIfAbsent(UUID paymentId, String eventId, String type);

    /** Removes up to {@code limit} events of the shard that are older; returns the number of removed events. */
    int removeOlderThan(String shard, Duration age, int limit);
}
