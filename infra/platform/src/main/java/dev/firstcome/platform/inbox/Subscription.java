package dev.firstcome.platform.inbox;

import dev.firstcome.platform.ids.Bucket;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A topic's events of one type and what they do in this service's shards. The effect runs once for each bucket that the
 * event concerns, in the transaction that notes the event as taken there; it may only write to that bucket's shard.
 *
 * @param consumer the name under which events are noted; with the shard's name it is the consumer group
 * @param type a class of {@code contracts}; events of other types are passed over
 * @param bucketsOf which buckets an event concerns; none: it is passed over
 */
public record Subscription<T>(
        String consumer,
        String topic,
        Class<T> type,
        Function<T, Set<Bucket>> bucketsOf,
        BiConsumer<Bucket, T> effect) {
    /** For events of which each concerns one bucket. */
    public static <T> Subscription<T> ofOne(
            String consumer, String topic, Class<T> type, Function<T, Bucket> bucketOf, Consumer<T> effect) {
        return new Subscription<>(
                consumer, topic, type, event -> Set.of(bucketOf.apply(event)), (bucket, event) -> effect.accept(event));
    }
}
