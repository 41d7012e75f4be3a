package dev.firstcome.platform.inbox;

import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.shards.Shards;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.listener.MessageListener;

/** Takes the events of a subscription whose bucket is in one shard, each in a transaction with its effect. */
final class ShardSubscriber<T> implements MessageListener<byte[], byte[]> {
    private final Subscription<T> subscription;
    private final String shard;
    private final InboxParts parts;
    private final String type;

    ShardSubscriber(Subscription<T> subscription, String shard, InboxParts parts) {
        this.subscription = subscription;
        this.shard = shard;
        this.parts = parts;
        this.type = EventCodec.typeOf(subscription.type());
    }

    /** What everyone who takes events works with. */
    record InboxParts(Shards shards, Inbox inbox, EventCodec codec, Clock clock, Duration keptFor) {}

    @Override
    public void onMessage(ConsumerRecord<byte[], byte[]> message) {
        if (!type.equals(EventCodec.text(message.headers(), EventCodec.TYPE))) {
            return;
        }
        T event = parts.codec().read(subscription.type(), message.value());
        List<Bucket> own = subscription.bucketsOf().apply(event).stream()
                .filter(bucket -> shard.equals(parts.shards().map().shardOf(bucket)))
                .toList();
        if (own.isEmpty()) {
            return;
        }
        UUID id = id(message);
        requireYoung(message);
        own.forEach(bucket -> take(bucket, id, event));
    }

    private void take(Bucket bucket, UUID id, T event) {
        parts.shards()
                .executeOn(
                        shard,
                        () -> parts.inbox()
                                .once(
                                        bucket,
                                        subscription.consumer(),
                                        id,
                                        () -> subscription.effect().accept(bucket, event)));
    }

    private static UUID id(ConsumerRecord<byte[], byte[]> message) {
        try {
            return UUID.fromString(header(message, EventCodec.ID));
        } catch (IllegalArgumentException unreadable) {
            throw new UnusableEvent("its id is none", unreadable);
        }
    }

    /** What is older than what is remembered could have been taken before. */
    private void requireYoung(ConsumerRecord<byte[], byte[]> message) {
        try {
            Instant time = Instant.parse(header(message, EventCodec.TIME));
            if (time.isBefore(parts.clock().instant().minus(parts.keptFor()))) {
                throw new UnusableEvent("it is older than " + parts.keptFor(), null);
            }
        } catch (DateTimeException unreadable) {
            throw new UnusableEvent("its time is none", unreadable);
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> message, String name) {
        String text = EventCodec.text(message.headers(), name);
        if (text == null) {
            throw new UnusableEvent("it has no " + name, null);
        }
        return text;
    }
}
