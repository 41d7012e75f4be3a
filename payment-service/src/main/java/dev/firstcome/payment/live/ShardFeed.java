package dev.firstcome.payment.live;

import dev.firstcome.payment.payment.WholePayment;
import dev.firstcome.platform.streams.ChangePoller;
import dev.firstcome.platform.streams.EventStream;
import dev.firstcome.platform.streams.StreamEndReason;
import dev.firstcome.platform.streams.StreamEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The streams that wait for payments of one shard. Only the thread of the poller sends events. */
final class ShardFeed {
    /** More are asked for in several queries, so that none is long. */
    private static final int PAYMENTS_MAX = 500;

    private final Source source;
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private final ChangePoller poller;

    /** What a shard says of payments; of those that it has not, nothing. */
    interface Source {
        Map<UUID, Long> versions(Collection<UUID> ids);

        /** @return none older than its version was before */
        List<WholePayment> read(Collection<UUID> ids);
    }

    ShardFeed(String shard, Source source, Duration lookEvery) {
        this.source = source;
        this.poller = new ChangePoller("payments-" + shard, lookEvery, this::look);
    }

    Runnable follow(UUID paymentId, long seen, EventStream stream, Function<WholePayment, StreamEvent> form) {
        Follower follower = new Follower(paymentId, seen, stream, form);
        followers.add(follower);
        poller.wake();
        return () -> followers.remove(follower);
    }

    void close() {
        poller.close();
    }

    private ChangePoller.NextPoll look() {
        if (followers.isEmpty()) {
            return ChangePoller.NextPoll.WHEN_WOKEN;
        }
        Map<UUID, List<Follower>> waiting = followers.stream()
                .filter(follower -> follower.stream.isReady())
                .collect(Collectors.groupingBy(follower -> follower.paymentId));
        List<UUID> ids = List.copyOf(waiting.keySet());
        for (int from = 0; from < ids.size(); from += PAYMENTS_MAX) {
            look(ids.subList(from, Math.min(ids.size(), from + PAYMENTS_MAX)), waiting);
        }
        return ChangePoller.NextPoll.AFTER_INTERVAL;
    }

    private void look(List<UUID> ids, Map<UUID, List<Follower>> waiting) {
        List<UUID> changed = new ArrayList<>();
        source.versions(ids).forEach((id, version) -> {
            if (of(waiting, id).stream().anyMatch(follower -> follower.wants(version))) {
                changed.add(id);
            }
        });
        if (!changed.isEmpty()) {
            for (WholePayment now : source.read(changed)) {
                of(waiting, now.payment().id()).forEach(follower -> tell(follower, now));
            }
        }
    }

    private static List<Follower> of(Map<UUID, List<Follower>> waiting, UUID paymentId) {
        return waiting.getOrDefault(paymentId, List.of());
    }

    private void tell(Follower follower, WholePayment now) {
        if (follower.tell(now) && now.isSettled()) {
            followers.remove(follower);
            follower.stream.end(StreamEndReason.COMPLETE);
        }
    }

    /** One stream and how far it has got. */
    private static final class Follower {
        private final UUID paymentId;
        private final EventStream stream;
        private final Function<WholePayment, StreamEvent> form;
        private long seen;

        /** Whether this process knows what the reader has seen: it may be all that there will ever be. */
        private boolean known;

        Follower(UUID paymentId, long seen, EventStream stream, Function<WholePayment, StreamEvent> form) {
            this.paymentId = paymentId;
            this.seen = seen;
            this.stream = stream;
            this.form = form;
        }

        boolean wants(long version) {
            return !known || version > seen;
        }

        /** Moves on only with what the stream has taken; tells whether its reader has, or will have, this. */
        boolean tell(WholePayment now) {
            long version = now.payment().version();
            if (!known && seen > version) {
                seen = 0; // an event id that this payment never had: the reader starts again
            }
            known = true;
            if (version > seen) {
                if (!stream.offer(List.of(form.apply(now)))) {
                    return false;
                }
                seen = version;
            }
            return true;
        }
    }
}
