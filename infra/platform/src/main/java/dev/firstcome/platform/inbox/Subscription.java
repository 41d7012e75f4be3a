package dev.firstcome.platform.inbox;

import dev.firstcome.platform.ids.Bucket;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A topic's events of one type and what they do in this service's shards. The effect runs in the transaction that notes
 * the event as taken; it may only write to the bucket's shard.
 *
 * @param consumer the name under which events are noted; with the shard's name it is the consumer group
 * @param type a class of {@code contracts}; events of other types are passed over
 */
public record Subscription<T>(
        String consumer, String topic, Class<T> type, Function<T, Bucket> bucketOf, Consumer<T> effect) {}
