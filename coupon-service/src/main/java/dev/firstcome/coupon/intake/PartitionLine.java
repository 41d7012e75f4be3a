package dev.firstcome.coupon.intake;

import dev.firstcome.coupon.fold.FoldUnavailable;
import dev.firstcome.coupon.fold.FoldView;
import dev.firstcome.coupon.progress.Watermarks;
import dev.firstcome.platform.streams.EventStream;
import dev.firstcome.platform.streams.StreamEnd;
import dev.firstcome.platform.streams.StreamEvent;
import dev.firstcome.platform.streams.Watch;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait in one partition's line and are told of it as it moves. However many wait, a look costs nothing while they
 * are not decided, since the watermark is in memory, and one read for each paused campaign; each request is read for itself
 * when it is decided, and some of them in one look at most. Only the watch's thread moves them on.
 */
final class PartitionLine {
    private static final int READS_MAX = 500;

    /** A place that only comes nearer is told so often at most; what changes more is told at once. */
    private static final Duration PLACE_EVERY = Duration.ofSeconds(1);

    private final int partition;
    private final RequestStandings standings;
    private final Watermarks watermarks;
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private final Watch watch;

    PartitionLine(int partition, RequestStandings standings, Watermarks watermarks, Duration lookEvery) {
        this.partition = partition;
        this.standings = standings;
        this.watermarks = watermarks;
        this.watch = new Watch("line-" + partition, lookEvery, this::look);
    }

    /** @param seen id of the last event that the reader has; null: none */
    Runnable follow(
            AskedRequest asked,
            @Nullable String seen,
            EventStream stream,
            Function<RequestStanding, StreamEvent> form) {
        Follower follower = new Follower(asked, seen, stream, form);
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
        if (!watermarks.fresh()) {
            return Watch.Next.LATER; // whoever does not know says nothing
        }
        Look look = new Look(watermarks.published(partition));
        for (Follower follower : followers) {
            if (follower.stream.wantsMore() && !follower.tell(look)) {
                return Watch.Next.AT_ONCE;
            }
        }
        return Watch.Next.LATER;
    }

    /** What one look reads. */
    private final class Look {
        private final long published;
        private final Map<UUID, Optional<FoldView.CampaignFold>> campaigns = new HashMap<>();
        private int reads;
        private boolean away;

        Look(long published) {
            this.published = published;
        }

        /** Null: it is too much for this look. */
        @Nullable
        RequestStanding of(AskedRequest asked, @Nullable RequestStanding before) {
            // Who has seen HELD, here or elsewhere, is not told WAITING once more while the watermark comes along.
            if (before instanceof RequestStanding.Waiting && asked.place().offset() > published) {
                return standings.waiting(asked, published);
            }
            if (away) {
                throw new FoldUnavailable("the state could not be read a moment ago");
            }
            try {
                return read(asked, before);
            } catch (FoldUnavailable now) {
                away = true; // nobody else waits for a time-out in this look
                throw now;
            }
        }

        private @Nullable RequestStanding read(AskedRequest asked, @Nullable RequestStanding before) {
            if (before instanceof RequestStanding.Held held) {
                FoldView.CampaignFold campaign = campaign(asked).orElse(null);
                if (campaign != null && waits(held, campaign)) {
                    return RequestStandings.held(asked.campaign(), held.arrival(), campaign);
                }
            }
            reads++;
            return reads > READS_MAX ? null : standings.of(asked);
        }

        private static boolean waits(RequestStanding.Held held, FoldView.CampaignFold campaign) {
            return campaign.phase() == FoldView.Phase.SCHEDULED
                    || (campaign.phase() == FoldView.Phase.PAUSED && held.arrival() > campaign.served());
        }

        private Optional<FoldView.CampaignFold> campaign(AskedRequest asked) {
            return campaigns.computeIfAbsent(
                    asked.campaign().id(), id -> Optional.ofNullable(standings.campaign(asked.campaign())));
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

        /** False: there was too much to read; it goes on at once. While the state cannot be read, silence. */
        boolean tell(Look look) {
            RequestStanding now;
            try {
                now = look.of(asked, known);
            } catch (FoldUnavailable away) {
                return true;
            }
            if (now == null) {
                return false;
            }
            boolean otherwise = known == null || known.getClass() != now.getClass();
            known = now;
            if (otherwise || System.nanoTime() - toldAt >= PLACE_EVERY.toNanos()) {
                offer(now);
            }
            return true;
        }

        private void offer(RequestStanding now) {
            StreamEvent event = form.apply(now);
            if ((event.id().equals(told) || stream.offer(List.of(event)))) {
                told = event.id();
                toldAt = System.nanoTime();
                if (now.isFinal()) {
                    followers.remove(this);
                    stream.end(StreamEnd.COMPLETE);
                }
            }
        }
    }
}
