package dev.firstcome.platform.inbox;

import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.shards.Shards;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.MessageListener;

/** Processes the events of a subscription for the buckets of one shard, each bucket in a transaction with the effect. */
final class ShardSubscriber<T> implements MessageListener<byte[], byte[]> {
    private final Subscription<T> subscription;
    private final String shard;
    private final Shards shards;
    private final Inbox inbox;
    private final EventCodec codec;
    private final String type;

    ShardSubscriber(Subscription<T> subscription, String shard, Shards shards, Inbox inbox, EventCodec codec) {
        this.subscription = subscription;
        this.shard = shard;
        this.shards = shards;
        this.inbox = inbox;
        this.codec = codec;
        this.type = EventCodec.typeOf(subscription.type());
    }

    /** An event that can never be processed. It becomes a dead letter with this message. */
    static final class InvalidEventException extends RuntimeException {
        private static final long serialVersionUID = 1;

        InvalidEventException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    @Override
    public void onMessage(ConsumerRecord<byte[], byte[]> message) {
        if (!type.equals(EventCodec.text(message.headers(), EventCodec.TYPE))) {
            return;
        }
        T event = codec.read(subscription.type(), message.value());
        List<Bucket> buckets = subscription.bucketsOf().apply(event).stream()
                .filter(bucket -> shard.equals(shards.map().shardOf(bucket)))
                .toList();
        if (buckets.isEmpty()) {
            return;
        }
        UUID id = id(message);
        requireUnexpired(message);
        buckets.forEach(bucket -> process(bucket, id, event));
    }

    private void process(Bucket bucket, UUID id, T event) {
        shards.executeOn(
                shard,
                () -> inbox.processOnce(
                        bucket,
                        subscription.consumer(),
                        id,
                        () -> subscription.effect().accept(bucket, event)));
    }

    private static UUID id(ConsumerRecord<byte[], byte[]> message) {
        try {
            return UUID.fromString(header(message, EventCodec.ID));
        } catch (IllegalArgumentException notAnId) {
            throw new InvalidEventException("the header " + EventCodec.ID + " is not a UUID", notAnId);
        }
    }

    /** An event that is older than the retention of the inbox may have been processed before. */
    private void requireUnexpired(ConsumerRecord<byte[], byte[]> message) {
        try {
            if (inbox.isExpired(Instant.parse(header(message, EventCodec.TIME)))) {
                throw new InvalidEventException("the event is older than " + inbox.retention(), null);
            }
        } catch (DateTimeException notATime) {
            throw new InvalidEventException("the header " + EventCodec.TIME + " is not a time", notATime);
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> message, String name) {
        String text = EventCodec.text(message.headers(), name);
        if (text == null) {
            throw new InvalidEventException("the header " + name + " is missing", null);
        }
        return text;
    }
}
