package dev.firstcome.user.message;

import dev.firstcome.platform.streams.EventStream;
import dev.firstcome.platform.streams.StreamEvent;
import dev.firstcome.platform.streams.Watch;
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

/** The streams that wait for messages from one shard. Only the watch's thread moves them on. */
final class ShardFeed {
    /** More are asked for in several queries, so that none is long. */
    private static final int PLACES_MAX = 500;

    private final String shard;
    private final Messages messages;
    private final int eachMax;
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private final Watch watch;

    ShardFeed(String shard, Messages messages, Duration lookEvery, int eachMax) {
        this.shard = shard;
        this.messages = messages;
        this.eachMax = eachMax;
        this.watch = new Watch("messages-" + shard, lookEvery, this::look);
    }

    Runnable follow(UUID user, @Nullable Long after, EventStream stream, Function<ToldMessage, StreamEvent> form) {
        Follower follower = new Follower(user, after, stream, form);
        followers.add(follower);
        watch.wake();
        return () -> followers.remove(follower);
    }

    void close() {
        watch.close();
    }

    private Watch.Next look() {
        if (followers.isEmpty()) {
            return Watch.Next.WHEN_WAKENED;
        }
        List<Follower> waiting = followers.stream()
                .filter(follower -> follower.stream.wantsMore())
                .toList();
        boolean more = false;
        for (int from = 0; from < waiting.size(); from += PLACES_MAX) {
            more |= look(waiting.subList(from, Math.min(waiting.size(), from + PLACES_MAX)));
        }
        return more ? Watch.Next.AT_ONCE : Watch.Next.LATER;
    }

    /** Whether somebody has got as much as one look gives, so that there may be more. */
    private boolean look(List<Follower> waiting) {
        findBeginnings(waiting);
        List<List<ToldMessage>> found =
                messages.after(shard, waiting.stream().map(Follower::place).toList(), eachMax);
        boolean more = false;
        for (int i = 0; i < waiting.size(); i++) {
            List<ToldMessage> told = found.get(i);
            more |= told.size() == eachMax;
            waiting.get(i).tell(told);
        }
        return more;
    }

    private void findBeginnings(List<Follower> waiting) {
        List<Follower> fresh =
                waiting.stream().filter(follower -> follower.seen == null).toList();
        if (!fresh.isEmpty()) {
            Map<UUID, Long> ends = messages.ends(
                    shard, fresh.stream().map(follower -> follower.user).collect(Collectors.toSet()));
            fresh.forEach(
                    follower -> follower.seen = Math.max(0, ends.getOrDefault(follower.user, 0L) - MessageFeed.NEWEST));
        }
    }

    /** One stream and how far it has got. */
    private static final class Follower {
        private final UUID user;
        private final EventStream stream;
        private final Function<ToldMessage, StreamEvent> form;
        private @Nullable Long seen;

        Follower(UUID user, @Nullable Long seen, EventStream stream, Function<ToldMessage, StreamEvent> form) {
            this.user = user;
            this.seen = seen;
            this.stream = stream;
            this.form = form;
        }

        Messages.Place place() {
            return new Messages.Place(user, seen == null ? 0 : seen);
        }

        /** Moves on only with what the stream has taken. */
        void tell(List<ToldMessage> told) {
            List<StreamEvent> events = new ArrayList<>();
            told.forEach(message -> events.add(form.apply(message)));
            if (!told.isEmpty() && stream.offer(events)) {
                seen = told.getLast().position();
            }
        }
    }
}
