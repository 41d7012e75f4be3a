package dev.firstcome.coupon.intake;

import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.partitionstate.Outcome;
import dev.firstcome.coupon.partitionstate.OutcomeRange;
import dev.firstcome.coupon.partitionstate.PartitionStateUnavailableException;
import dev.firstcome.coupon.partitionstate.StateView;
import dev.firstcome.coupon.progress.Watermarks;
import dev.firstcome.platform.streams.ChangePoller;
import dev.firstcome.platform.streams.EventStream;
import dev.firstcome.platform.streams.EventStream.StreamEndReason;
import dev.firstcome.platform.streams.EventStream.StreamEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Publishes status changes to the subscribers of one log partition. The cost of a poll does not depend on the number of
 * undecided requests: watermarks are in memory, and each paused campaign needs one read. Decided requests are read
 * together, once per block of the log. Only the poller thread sends events.
 */
final class QueuePositionPublisher {
    /** Maximum reads per poll. Remaining subscribers are served by an immediate next poll. */
    private static final int READS_MAX = 100;

    /** Minimum interval between events that differ only in the queue position. Other changes are sent immediately. */
    private static final Duration POSITION_INTERVAL = Duration.ofSeconds(1);

    private final int partition;
    private final RequestStatusService statuses;
    private final Watermarks watermarks;
    private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
    private final ChangePoller poller;

    QueuePositionPublisher(int partition, RequestStatusService statuses, Watermarks watermarks, Duration pollInterval) {
        this.partition = partition;
        this.statuses = statuses;
        this.watermarks = watermarks;
        this.poller = new ChangePoller("queue-position-" + partition, pollInterval, this::poll);
    }

    /** @param lastEventId id of the last event that the client received; null: none */
    Runnable subscribe(
            QueuedRequest request,
            @Nullable String lastEventId,
            EventStream stream,
            Function<RequestStatus, StreamEvent> mapper) {
        Subscriber subscriber = new Subscriber(request, lastEventId, stream, mapper);
        subscribers.add(subscriber);
        poller.wake();
        return () -> subscribers.remove(subscriber);
    }

    void close() {
        poller.close();
    }

    private ChangePoller.NextPoll poll() {
        if (subscribers.isEmpty()) {
            return ChangePoller.NextPoll.WHEN_WOKEN;
        }
        if (!watermarks.isFresh()) {
            return ChangePoller.NextPoll.AFTER_INTERVAL; // with stale watermarks, no status may be sent
        }
        Poll poll = new Poll(watermarks.published(partition));
        for (Subscriber subscriber : subscribers) {
            if (subscriber.stream.isReady()) {
                poll.process(subscriber);
            }
        }
        return poll.readDueRequests() ? ChangePoller.NextPoll.IMMEDIATELY : ChangePoller.NextPoll.AFTER_INTERVAL;
    }

    /** Groups requests of one campaign in one block of the log. */
    private record BlockKey(UUID campaignId, long block) {}

    /** One poll with its cached reads. While the state is unavailable, no statuses are sent. */
    private final class Poll {
        private final long published;
        private final Map<UUID, Optional<StateView.CampaignView>> campaigns = new HashMap<>();
        private final Map<BlockKey, List<Subscriber>> due = new LinkedHashMap<>();
        private int reads;

        /** Set after the first failed read, so that a poll waits for at most one timeout. */
        private boolean unavailable;

        Poll(long published) {
            this.published = published;
        }

        /** Sends the status if it is known without reading the request; otherwise marks the request as due. */
        void process(Subscriber subscriber) {
            QueuedRequest request = subscriber.request;
            // After DEFERRED, a subscriber must not receive WAITING while the watermark of this process catches up.
            if (subscriber.status instanceof RequestStatus.Waiting
                    && request.position().offset() > published) {
                subscriber.send(statuses.waiting(request, published));
                return;
            }
            if (subscriber.status instanceof RequestStatus.Deferred deferred) {
                StateView.CampaignView campaign = campaign(request);
                if (unavailable) {
                    return;
                }
                if (campaign != null && isDeferred(deferred, campaign)) {
                    subscriber.send(RequestStatusService.deferred(request.campaign(), deferred.arrival(), campaign));
                    return;
                }
                if (campaign != null && isBeingPublished(campaign)) {
                    return;
                }
            }
            BlockKey key =
                    new BlockKey(request.campaign().id(), request.position().offset() / Outcome.BLOCK);
            due.computeIfAbsent(key, any -> new ArrayList<>()).add(subscriber);
        }

        /** Reads the due requests and sends their statuses. Returns whether more can be sent immediately. */
        boolean readDueRequests() {
            List<List<Subscriber>> blocks = new ArrayList<>(due.values());
            Collections.shuffle(blocks); // for fairness
            boolean sent = false;
            for (List<Subscriber> block : blocks) {
                if (unavailable || reads >= READS_MAX) {
                    break;
                }
                sent |= read(block);
            }
            return sent && !unavailable && reads >= READS_MAX;
        }

        /**
         * Reads a block at once; requests of a purged campaign are read individually. Returns whether a status was
         * sent.
         */
        private boolean read(List<Subscriber> block) {
            Campaign campaign = block.getFirst().request.campaign();
            LongSummaryStatistics offsets = block.stream()
                    .mapToLong(subscriber -> subscriber.request.position().offset())
                    .summaryStatistics();
            StateView.At view;
            try {
                reads++;
                view = statuses.read(campaign, new OutcomeRange(offsets.getMin(), offsets.getMax()));
            } catch (PartitionStateUnavailableException failure) {
                unavailable = true;
                return false;
            }
            boolean sent = false;
            for (Subscriber subscriber : block) {
                if (view.campaign() == null && reads++ >= READS_MAX) {
                    return sent;
                }
                sent |= send(subscriber, view);
            }
            return sent;
        }

        private boolean send(Subscriber subscriber, StateView.At view) {
            try {
                RequestStatus status = statuses.of(subscriber.request, view);
                if (status != null) {
                    subscriber.send(status);
                }
                return status != null;
            } catch (PartitionStateUnavailableException failure) { // thrown for the original of a repeated request
                unavailable = true;
                return false;
            } catch (DataAccessException | TransactionException failure) { // the wallet shard of this user only
                return false;
            }
        }

        private static boolean isDeferred(RequestStatus.Deferred deferred, StateView.CampaignView campaign) {
            return campaign.phase() == StateView.Phase.SCHEDULED
                    || (campaign.phase() == StateView.Phase.PAUSED && deferred.arrival() > campaign.served());
        }

        /** Whether the last decision on deferred requests is not published yet. */
        private boolean isBeingPublished(StateView.CampaignView campaign) {
            return !campaign.fanOuts().isEmpty() && campaign.fanOuts().getLast() > published;
        }

        private StateView.@Nullable CampaignView campaign(QueuedRequest request) {
            UUID id = request.campaign().id();
            if (!unavailable && !campaigns.containsKey(id)) {
                try {
                    campaigns.put(id, Optional.ofNullable(statuses.campaign(request.campaign())));
                } catch (PartitionStateUnavailableException failure) {
                    unavailable = true;
                }
            }
            return campaigns.getOrDefault(id, Optional.empty()).orElse(null);
        }
    }

    /** One subscribed stream with the last status and event. */
    private final class Subscriber {
        private final QueuedRequest request;
        private final EventStream stream;
        private final Function<RequestStatus, StreamEvent> mapper;
        private @Nullable RequestStatus status;
        private @Nullable String lastEventId;
        private long lastSentAt = System.nanoTime() - POSITION_INTERVAL.toNanos();

        Subscriber(
                QueuedRequest request,
                @Nullable String lastEventId,
                EventStream stream,
                Function<RequestStatus, StreamEvent> mapper) {
            this.request = request;
            this.lastEventId = lastEventId;
            this.stream = stream;
            this.mapper = mapper;
        }

        void send(RequestStatus next) {
            boolean hasChanged = status == null || status.getClass() != next.getClass();
            status = next;
            if (hasChanged || System.nanoTime() - lastSentAt >= POSITION_INTERVAL.toNanos()) {
                offer(next);
            }
        }

        private void offer(RequestStatus next) {
            StreamEvent event = mapper.apply(next);
            if ((event.id().equals(lastEventId) || stream.offer(List.of(event)))) {
                lastEventId = event.id();
                lastSentAt = System.nanoTime();
                if (next.isFinal()) {
                    subscribers.remove(this);
                    stream.end(StreamEndReason.COMPLETE);
                }
            }
        }
    }
}
