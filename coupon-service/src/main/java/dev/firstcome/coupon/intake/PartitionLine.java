package dev.firstcome.coupon.intake;

import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.fold.FoldUnavailable;
import dev.firstcome.coupon.fold.FoldView;
import dev.firstcome.coupon.fold.Offsets;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.progress.Watermarks;
import dev.firstcome.platform.streams.ChangePoller;
import dev.firstcome.platform.streams.EventStream;
import dev.firstcome.platform.streams.StreamEndReason;
import dev.firstcome.platform.streams.StreamEvent;
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
 * Those who wait in one partition's line and are told of it as it moves. However many wait, a look costs nothing while
 * they are not decided, since the watermark is in memory, and one read for each paused campaign; those who are decided
 * are read together, in one read for each block of the log. Only the thread of the poller sends events.
 */
final class PartitionLine {
    /** Of one look; the others follow at once. */
    private static final int READS_MAX = 100;

    /** A place that only comes nearer is told so often at most; what changes more is told at once. */
    private static final Duration PLACE_EVERY = Duration.ofSeconds(1);

    private final int partition;
    private final RequestStandings standings;
    private final Watermarks watermarks;
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private final ChangePoller poller;

    PartitionLine(int partition, RequestStandings standings, Watermarks watermarks, Duration lookEvery) {
        this.partition = partition;
        this.standings = standings;
        this.watermarks = watermarks;
        this.poller = new ChangePoller("line-" + partition, lookEvery, this::look);
    }

    /** @param seen id of the last event that the reader has; null: none */
    Runnable follow(
            AskedRequest asked,
            @Nullable String seen,
            EventStream stream,
            Function<RequestStanding, StreamEvent> form) {
        Follower follower = new Follower(asked, seen, stream, form);
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
        if (!watermarks.fresh()) {
            return ChangePoller.NextPoll.AFTER_INTERVAL; // whoever does not know says nothing
        }
        Look look = new Look(watermarks.published(partition));
        for (Follower follower : followers) {
            if (follower.stream.isReady()) {
                look.at(follower);
            }
        }
        return look.leavesMore() ? ChangePoller.NextPoll.IMMEDIATELY : ChangePoller.NextPoll.AFTER_INTERVAL;
    }

    /** Requests of one campaign in one block of the log. */
    private record Stretch(UUID campaignId, long block) {}

    /** What one look reads. While the state cannot be read, nobody is told anything. */
    private final class Look {
        private final long published;
        private final Map<UUID, Optional<FoldView.CampaignFold>> campaigns = new HashMap<>();
        private final Map<Stretch, List<Follower>> due = new LinkedHashMap<>();

        private int reads;

        /** Nobody else waits for a time-out in this look. */
        private boolean away;

        Look(long published) {
            this.published = published;
        }

        /** Tells what is known without a read of the request itself; whoever needs one is due. */
        void at(Follower follower) {
            AskedRequest asked = follower.asked;
            // Who has seen HELD, here or elsewhere, is not told WAITING once more while the watermark comes along.
            if (follower.known instanceof RequestStanding.Waiting
                    && asked.place().offset() > published) {
                follower.tell(standings.waiting(asked, published));
                return;
            }
            if (follower.known instanceof RequestStanding.Held held) {
                FoldView.CampaignFold campaign = campaign(asked);
                if (away) {
                    return;
                }
                if (campaign != null && waits(held, campaign)) {
                    follower.tell(RequestStandings.held(asked.campaign(), held.arrival(), campaign));
                    return;
                }
                if (campaign != null && isBeingPublished(campaign)) {
                    return;
                }
            }
            Stretch where = new Stretch(asked.campaign().id(), asked.place().offset() / Outcome.BLOCK);
            due.computeIfAbsent(where, any -> new ArrayList<>()).add(follower);
        }

        /** Reads for all who are due; whether others are left who may be told at once. */
        boolean leavesMore() {
            List<List<Follower>> stretches = new ArrayList<>(due.values());
            Collections.shuffle(stretches); // so that nobody is always last
            boolean told = false;
            for (List<Follower> together : stretches) {
                if (away || reads >= READS_MAX) {
                    break;
                }
                told |= read(together);
            }
            return told && !away && reads >= READS_MAX;
        }

        /** In one read, but for those whose campaign is forgotten; whether anybody was told. */
        private boolean read(List<Follower> together) {
            Campaign campaign = together.getFirst().asked.campaign();
            LongSummaryStatistics offsets = together.stream()
                    .mapToLong(follower -> follower.asked.place().offset())
                    .summaryStatistics();
            FoldView.At view;
            try {
                reads++;
                view = standings.look(campaign, new Offsets(offsets.getMin(), offsets.getMax()));
            } catch (FoldUnavailable now) {
                away = true;
                return false;
            }
            boolean told = false;
            for (Follower follower : together) {
                if (view.campaign() == null && reads++ >= READS_MAX) {
                    return told;
                }
                told |= tell(follower, view);
            }
            return told;
        }

        private boolean tell(Follower follower, FoldView.At view) {
            try {
                RequestStanding standing = standings.of(follower.asked, view);
                if (standing != null) {
                    follower.tell(standing);
                }
                return standing != null;
            } catch (FoldUnavailable now) { // of a request that this one repeats
                away = true;
                return false;
            } catch (DataAccessException
                    | TransactionException away) { // the wallet of this user, and of nobody else here
                return false;
            }
        }

        private static boolean waits(RequestStanding.Held held, FoldView.CampaignFold campaign) {
            return campaign.phase() == FoldView.Phase.SCHEDULED
                    || (campaign.phase() == FoldView.Phase.PAUSED && held.arrival() > campaign.served());
        }

        /** What was decided last of held requests, nobody may be told yet. */
        private boolean isBeingPublished(FoldView.CampaignFold campaign) {
            return !campaign.fanOuts().isEmpty() && campaign.fanOuts().getLast() > published;
        }

        private FoldView.@Nullable CampaignFold campaign(AskedRequest asked) {
            UUID id = asked.campaign().id();
            if (!away && !campaigns.containsKey(id)) {
                try {
                    campaigns.put(id, Optional.ofNullable(standings.campaign(asked.campaign())));
                } catch (FoldUnavailable now) {
                    away = true;
                }
            }
            return campaigns.getOrDefault(id, Optional.empty()).orElse(null);
        }
    }

    /** One stream and what it was told. */
    private final class Follower {
        private final AskedRequest asked;
        private final EventStream stream;
        private final Function<RequestStanding, StreamEvent> form;
        private @Nullable RequestStanding known;
        private @Nullable String told;
        private long toldAt = System.nanoTime() - PLACE_EVERY.toNanos();

        Follower(
                AskedRequest asked,
                @Nullable String seen,
                EventStream stream,
                Function<RequestStanding, StreamEvent> form) {
            this.asked = asked;
            this.told = seen;
            this.stream = stream;
            this.form = form;
        }

        void tell(RequestStanding now) {
            boolean otherwise = known == null || known.getClass() != now.getClass();
            known = now;
            if (otherwise || System.nanoTime() - toldAt >= PLACE_EVERY.toNanos()) {
                offer(now);
            }
        }

        private void offer(RequestStanding now) {
            StreamEvent event = form.apply(now);
            if ((event.id().equals(told) || stream.offer(List.of(event)))) {
                told = event.id();
                toldAt = System.nanoTime();
                if (now.isFinal()) {
                    followers.remove(this);
                    stream.end(StreamEndReason.COMPLETE);
                }
            }
        }
    }
}
