package dev.firstcome.user.message;

import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.platform.streams.EventStream;
import dev.firstcome.platform.streams.EventStream.StreamEvent;
import dev.firstcome.platform.streams.StreamsProperties;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Service;

/**
 * Delivers new messages to the streams that are open in this process, whichever instance stored them. It polls each
 * shard with one query for all streams, and does not poll without streams. A stream receives each committed message
 * after its position exactly once, in order of position.
 */
@Service
public final class MessageFeed implements DisposableBean {
    /** Number of newest messages that a stream without a valid last event id starts with. */
    public static final int INITIAL_MESSAGES = 20;

    private final Shards shards;
    private final Map<String, ShardFeed> byShard = new HashMap<>();

    MessageFeed(Shards shards, Messages messages, StreamsProperties properties) {
        this.shards = shards;
        shards.map()
                .shards()
                .forEach(shard -> byShard.put(
                        shard, new ShardFeed(shard, messages, properties.lookEvery(), properties.eventsWaitingMax())));
    }

    /**
     * Starts to deliver a user's messages to the stream.
     *
     * @param after position of the last message that the client received. Null starts with the newest messages, and so
     *     does a position after the user's newest message, which cannot be from this inbox
     * @return stops the delivery
     */
    public Runnable follow(
            UUID user, @Nullable Long after, EventStream stream, Function<PositionedMessage, StreamEvent> mapper) {
        ShardFeed feed = byShard.get(shards.map().shardOf(BucketedIds.bucketOf(user)));
        if (feed == null) {
            throw new IllegalStateException("no feed for the shard of " + user);
        }
        return feed.follow(user, after, stream, mapper);
    }

    @Override
    public void destroy() {
        byShard.values().forEach(ShardFeed::close);
    }
}
