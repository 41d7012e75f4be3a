package dev.firstcome.user.message;

import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.platform.streams.EventStream;
import dev.firstcome.platform.streams.StreamEvent;
import dev.firstcome.platform.streams.StreamsProperties;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Service;

/**
 * Brings what comes into inboxes to the streams that are open in this process, whichever instance has put it there: each
 * shard is looked at a few times a second with one query for all who wait, and not at all while nobody does. A stream gets
 * each message after its place once, in the order of positions, and none that is not committed.
 */
@Service
public final class MessageFeed implements DisposableBean {
    /** With how many of the newest messages a stream begins whose reader does not say what it has seen. */
    public static final int NEWEST = 20;

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
     * Offers a user's messages to the stream.
     *
     * @param after position of the last message that the reader has; none: the newest ones, then what comes
     * @return ends it
     */
    public Runnable follow(
            UUID user, @Nullable Long after, EventStream stream, Function<ToldMessage, StreamEvent> form) {
        ShardFeed feed = byShard.get(shards.map().shardOf(BucketedIds.bucketOf(user)));
        if (feed == null) {
            throw new IllegalStateException("no feed for the shard of " + user);
        }
        return feed.follow(user, after, stream, form);
    }

    @Override
    public void destroy() {
        byShard.values().forEach(ShardFeed::close);
    }
}
