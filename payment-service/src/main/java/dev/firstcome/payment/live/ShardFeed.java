package dev.firstcome.payment.live;

import dev.firstcome.payment.payment.PaymentDetails;
import dev.firstcome.platform.streams.ChangePoller;
import dev.firstcome.platform.streams.EventStream;
import dev.firstcome.platform.streams.EventStream.StreamEndReason;
import dev.firstcome.platform.streams.EventStream.StreamEvent;
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

/** The open streams of payments of one shard. Only the poller's thread sends events. */
final class ShardFeed {
    /** Maximum number of payments per query. */
    private static final int PAYMENTS_PER_QUERY_MAX = 500;

    private final Source source;
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
    private final ChangePoller poller;

    /** Reads the payments of a shard. Unknown ids are omitted from results. */
    interface Source {
        Map<UUID, Long> versions(Collection<UUID> ids);

        /** Returns payments in a version that is not older than the one returned by {@link #versions} before. */
        List<PaymentDetails> read(Collection<UUID> ids);
    }

    ShardFeed(String shard, Source source, Duration pollInterval) {
        this.source = source;
        this.poller = new ChangePoller("payments-" + shard, pollInterval, this::poll);
    }

    Runnable follow(UUID paymentId, long seen, EventStream stream, Function<PaymentDetails, StreamEvent> mapper) {
        Subscription subscription = new Subscription(paymentId, seen, stream, mapper);
        subscriptions.add(subscription);
        poller.wake();
        return () -> subscriptions.remove(subscription);
    }

    void close() {
        poller.close();
    }

    private ChangePoller.NextPoll poll() {
        if (subscriptions.isEmpty()) {
            return ChangePoller.NextPoll.WHEN_WOKEN;
        }
        Map<UUID, List<Subscription>> ready = subscriptions.stream()
                .filter(subscription -> subscription.stream.isReady())
                .collect(Collectors.groupingBy(subscription -> subscription.paymentId));
        List<UUID> ids = List.copyOf(ready.keySet());
        for (int from = 0; from < ids.size(); from += PAYMENTS_PER_QUERY_MAX) {
            poll(ids.subList(from, Math.min(ids.size(), from + PAYMENTS_PER_QUERY_MAX)), ready);
        }
        return ChangePoller.NextPoll.AFTER_INTERVAL;
    }

    private void poll(List<UUID> ids, Map<UUID, List<Subscription>> ready) {
        List<UUID> changed = new ArrayList<>();
        source.versions(ids).forEach((id, version) -> {
            if (of(ready, id).stream().anyMatch(subscription -> subscription.needs(version))) {
                changed.add(id);
            }
        });
        if (!changed.isEmpty()) {
            for (PaymentDetails payment : source.read(changed)) {
                of(ready, payment.payment().id()).forEach(subscription -> deliver(subscription, payment));
            }
        }
    }

    private static List<Subscription> of(Map<UUID, List<Subscription>> ready, UUID paymentId) {
        return ready.getOrDefault(paymentId, List.of());
    }

    private void deliver(Subscription subscription, PaymentDetails payment) {
        if (subscription.offer(payment) && payment.isFinal()) {
            subscriptions.remove(subscription);
            subscription.stream.end(StreamEndReason.COMPLETE);
        }
    }

    /** A stream of one payment, and the last version that the stream accepted. */
    private static final class Subscription {
        private final UUID paymentId;
        private final EventStream stream;
        private final Function<PaymentDetails, StreamEvent> mapper;
        private long seen;

        /** Whether {@code seen} was compared with the stored version; the client sends it and may be wrong. */
        private boolean verified;

        Subscription(UUID paymentId, long seen, EventStream stream, Function<PaymentDetails, StreamEvent> mapper) {
            this.paymentId = paymentId;
            this.seen = seen;
            this.stream = stream;
            this.mapper = mapper;
        }

        boolean needs(long version) {
            return !verified || version > seen;
        }

        /** Offers the version to the stream; returns whether the stream has accepted this version or a newer one. */
        boolean offer(PaymentDetails payment) {
            long version = payment.payment().version();
            if (!verified && seen > version) {
                seen = 0; // the payment never had this event id: deliver its current version
            }
            verified = true;
            if (version > seen) {
                if (!stream.offer(List.of(mapper.apply(payment)))) {
                    return false;
                }
                seen = version;
            }
            return true;
        }
    }
}
