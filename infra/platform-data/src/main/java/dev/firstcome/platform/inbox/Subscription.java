package dev.firstcome.platform.inbox;

import dev.firstcome.platform.ids.Bucket;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Subscribes a service to the events of one type in a topic. The effect is executed once for each bucket of the event, in
 * the transaction of the inbox row, and may write only to the shard of that bucket. Every bean of this type is consumed.
 *
 * @param consumer the name in the inbox; with the name of the shard it is the consumer group
 * @param type a class of {@code contracts}; events of other types are skipped
 * @param bucketsOf the buckets of an event; an event without buckets is skipped
 */
public record Subscription<T>(
        String consumer,
        String topic,
        Class<T> type,
        Function<T, Set<Bucket>> bucketsOf,
        BiConsumer<Bucket, T> effect) {
    /** A subscription whose events have one bucket each. */
    public static <T> Subscription<T> ofOne(
            String consumer, String topic, Class<T> type, Function<T, Bucket> bucketOf, Consumer<T> effect) {
        return new Subscription<>(
                consumer, topic, type, event -> Set.of(bucketOf.apply(event)), (bucket, event) -> effect.accept(event));
    }
}
