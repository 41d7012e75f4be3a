package dev.firstcome.user.message;

import dev.firstcome.platform.streams.ChangePoller;
import dev.firstcome.platform.streams.EventStream;
import dev.firstcome.platform.streams.EventStream.StreamEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The open streams of users on one shard. Only the poller's thread reads messages and changes read positions. */
final class ShardFeed {
    /** Maximum number of users per query. */
    private static final int USERS_PER_QUERY_MAX = 500;

    private final String shard;
    private final Messages messages;
    private final int limitPerUser;
    private final Set<StreamCursor> cursors = ConcurrentHashMap.newKeySet();
    private final ChangePoller poller;

    ShardFeed(String shard, Messages messages, Duration pollInterval, int limitPerUser) {
        this.shard = shard;
        this.messages = messages;
        this.limitPerUser = limitPerUser;
        this.poller = new ChangePoller("messages-" + shard, pollInterval, this::poll);
    }

    Runnable follow(
            UUID user, @Nullable Long after, EventStream stream, Function<PositionedMessage, StreamEvent> mapper) {
        StreamCursor cursor = new StreamCursor(user, after, stream, mapper);
        cursors.add(cursor);
        poller.wake();
        return () -> cursors.remove(cursor);
    }

    void close() {
        poller.close();
    }

    private ChangePoller.NextPoll poll() {
        if (cursors.isEmpty()) {
            return ChangePoller.NextPoll.WHEN_WOKEN;
        }
        List<StreamCursor> ready =
                cursors.stream().filter(cursor -> cursor.stream.isReady()).toList();
        boolean hasMore = false;
        for (int from = 0; from < ready.size(); from += USERS_PER_QUERY_MAX) {
            hasMore |= pollUsers(ready.subList(from, Math.min(ready.size(), from + USERS_PER_QUERY_MAX)));
        }
        return hasMore ? ChangePoller.NextPoll.IMMEDIATELY : ChangePoller.NextPoll.AFTER_INTERVAL;
    }

    /** Returns true if a user's result has the maximum size, so that more messages may exist. */
    private boolean pollUsers(List<StreamCursor> ready) {
        initializePositions(ready);
        List<List<PositionedMessage>> found = messages.findAfter(
                shard, ready.stream().map(StreamCursor::readPosition).toList(), limitPerUser);
        boolean hasMore = false;
        for (int i = 0; i < ready.size(); i++) {
            List<PositionedMessage> batch = found.get(i);
            hasMore |= batch.size() == limitPerUser;
            ready.get(i).offer(batch);
        }
        return hasMore;
    }

    private void initializePositions(List<StreamCursor> ready) {
        List<StreamCursor> newCursors =
                ready.stream().filter(cursor -> cursor.lastPosition == null).toList();
        if (!newCursors.isEmpty()) {
            Map<UUID, Long> newest = messages.lastPositions(
                    shard, newCursors.stream().map(cursor -> cursor.user).collect(Collectors.toSet()));
            newCursors.forEach(cursor -> cursor.start(newest.getOrDefault(cursor.user, 0L)));
        }
    }

    /** A stream and the position of the last message that it accepted. */
    private static final class StreamCursor {
        private final UUID user;
        private final @Nullable Long after;
        private final EventStream stream;
        private final Function<PositionedMessage, StreamEvent> mapper;

        /** Null until the first poll. */
        private @Nullable Long lastPosition;

        StreamCursor(
                UUID user, @Nullable Long after, EventStream stream, Function<PositionedMessage, StreamEvent> mapper) {
            this.user = user;
            this.after = after;
            this.stream = stream;
            this.mapper = mapper;
        }

        /** A position after the newest message would be silent until the inbox reaches it, so it counts as none. */
        void start(long newest) {
            boolean resumes = after != null && after <= newest;
            lastPosition = resumes ? after : Long.valueOf(Math.max(0, newest - MessageFeed.INITIAL_MESSAGES));
        }

        Messages.ReadPosition readPosition() {
            return new Messages.ReadPosition(user, lastPosition == null ? 0 : lastPosition);
        }

        /** Advances the position only if the stream accepts the events. */
        void offer(List<PositionedMessage> batch) {
            List<StreamEvent> events = new ArrayList<>();
            batch.forEach(message -> events.add(mapper.apply(message)));
            if (!batch.isEmpty() && stream.offer(events)) {
                lastPosition = batch.getLast().position();
            }
        }
    }
}
