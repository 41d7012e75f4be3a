package dev.firstcome.coupon.monitoring;

import dev.firstcome.contracts.coupon.log.CampaignOpened;
import dev.firstcome.contracts.coupon.log.CouponCommand;
import dev.firstcome.contracts.coupon.log.IssuingPaused;
import dev.firstcome.contracts.coupon.log.IssuingResumed;
import dev.firstcome.contracts.coupon.log.StockAdded;
import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.contracts.coupon.result.RejectReason;
import dev.firstcome.contracts.coupon.result.RequestRejected;
import dev.firstcome.contracts.coupon.result.RequestRepeated;
import dev.firstcome.coupon.invariants.LiveInvariant;
import dev.firstcome.coupon.invariants.SuspectedBreach;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state of one campaign in bounded memory: at most 1 MiB of sequences, and a hundred entries of each other kind.
 * Possible breaches are recorded as {@link SuspectedBreach} and evaluated by {@link InvariantEvaluator}.
 *
 * <p>If the monitor starts in the middle of a campaign, sequences are checked from the next request on.
 */
final class CampaignInvariantState {
    static final int SUSPECTS_MAX = 100;
    private static final int ENTRIES_MAX = 100;
    private static final long UNKNOWN = Long.MAX_VALUE;

    private final UUID campaignId;
    private final int partition;
    private final long firstRound;
    private final SequenceWindow sequences = new SequenceWindow();
    private final OutcomeShares shares = new OutcomeShares();
    private final List<SuspectedBreach> suspects = new ArrayList<>();

    /** Coupons whose sequences are too far above the sequence window. */
    private final List<CouponIssued> outliers = new ArrayList<>();

    private final TreeSet<Long> stockAdded = new TreeSet<>();
    private final TreeSet<Long> paused = new TreeSet<>();
    private final TreeSet<Long> resumed = new TreeSet<>();

    /** The offset from which all outcomes of requests are consumed. */
    private long completeFrom = UNKNOWN;

    private long opened = SequenceWindow.NONE;
    private long lastCommand = SequenceWindow.NONE;
    private long soldOutAt = UNKNOWN;
    private long lastIssued = SequenceWindow.NONE;
    private long highestSequence;
    private int highestOrdinal;
    private long requests;
    private long outcomes;

    private long outcomesEnd;

    /** @param round the round in which the campaign is first seen */
    CampaignInvariantState(UUID campaignId, int partition, long round) {
        this.campaignId = campaignId;
        this.partition = partition;
        this.firstRound = round;
    }

    UUID campaignId() {
        return campaignId;
    }

    int partition() {
        return partition;
    }

    /** Whether all commands from this offset on were consumed. Stock may have been added before. */
    boolean isCompleteFrom(long offset) {
        return offset >= completeFrom;
    }

    void onRequest(long offset) {
        requests += offset >= completeFrom ? 1 : 0;
    }

    void onCommand(CouponCommand command, long offset) {
        switch (command) {
            case CampaignOpened _ -> opened = Math.max(opened, offset);
            case StockAdded _ -> {
                addBounded(stockAdded, offset);
                soldOutAt = UNKNOWN;
            }
            case IssuingPaused _ -> addBounded(paused, offset);
            case IssuingResumed _ -> addBounded(resumed, offset);
            default -> {}
        }
        lastCommand = Math.max(lastCommand, offset);
    }

    private static void addBounded(TreeSet<Long> offsets, long offset) {
        offsets.add(offset);
        if (offsets.size() > ENTRIES_MAX) {
            offsets.pollFirst();
        }
    }

    /** @param isFirst false for a republished result */
    void onRejected(RequestRejected rejected, boolean isFirst, long round, long nowSeconds) {
        count(rejected.offset(), rejected.reason(), isFirst, nowSeconds);
        if (rejected.reason() != RejectReason.SOLD_OUT) {
            return;
        }
        if (rejected.offset() < lastIssued) {
            issuedAfterSoldOut(rejected.offset(), lastIssued, round);
        }
        soldOutAt = Math.min(soldOutAt, rejected.offset());
    }

    /** Counts a repeated request as a duplicate, because many of them mean that clients retry too often. */
    void onRepeated(RequestRepeated repeated, boolean isFirst, long nowSeconds) {
        count(repeated.offset(), RejectReason.DUPLICATE, isFirst, nowSeconds);
    }

    /** Returns the result of recording the sequence. The order is checked only for {@code NEW}. */
    SequenceWindow.Finding onIssued(CouponIssued coupon, boolean isFirst, long round, long nowSeconds) {
        count(coupon.offset(), null, isFirst, nowSeconds);
        highestSequence = Math.max(highestSequence, coupon.sequence());
        SequenceWindow.Finding finding = recordSequence(coupon, round);
        if (finding == SequenceWindow.Finding.NEW) {
            checkOrder(coupon, round);
        }
        return finding;
    }

    private void count(long offset, @Nullable RejectReason reason, boolean isFirst, long nowSeconds) {
        if (isFirst) {
            outcomes += offset >= completeFrom ? 1 : 0;
            outcomesEnd = Math.max(outcomesEnd, offset + 1);
            shares.add(reason, nowSeconds);
        }
    }

    private SequenceWindow.Finding recordSequence(CouponIssued coupon, long round) {
        SequenceWindow.Finding finding =
                sequences.add(coupon.sequence(), coupon.offset(), coupon.offset() >= completeFrom);
        if (finding == SequenceWindow.Finding.DUPLICATE) {
            long other = sequences.offsetOf(coupon.sequence());
            addSuspect(new SuspectedBreach(
                    LiveInvariant.C3,
                    Math.min(other, coupon.offset()),
                    Math.max(other, coupon.offset()),
                    round,
                    "sequence %d was issued to the requests at %d-%d and %d-%d"
                            .formatted(coupon.sequence(), partition, other, partition, coupon.offset())));
        } else if (finding == SequenceWindow.Finding.TOO_FAR && outliers.size() < ENTRIES_MAX) {
            outliers.add(coupon);
        }
        return finding;
    }

    private void checkOrder(CouponIssued coupon, long round) {
        highestOrdinal = Math.max(highestOrdinal, coupon.ordinal());
        long sequence = coupon.sequence();
        long before = sequences.offsetOf(sequence - 1);
        long after = sequences.offsetOf(sequence + 1);
        if (before != SequenceWindow.NONE && before > coupon.offset()) {
            outOfOrder(sequence - 1, before, coupon.offset(), round);
        }
        if (after != SequenceWindow.NONE && after < coupon.offset()) {
            outOfOrder(sequence, coupon.offset(), after, round);
        }
        if (coupon.offset() > soldOutAt) {
            issuedAfterSoldOut(soldOutAt, coupon.offset(), round);
        }
        lastIssued = Math.max(lastIssued, coupon.offset());
    }

    private void outOfOrder(long sequence, long later, long earlier, long round) {
        addSuspect(new SuspectedBreach(
                LiveInvariant.C4,
                earlier,
                later,
                round,
                "sequence %d was issued to the request at %d-%d, but sequence %d to the earlier request at %d-%d"
                        .formatted(sequence, partition, later, sequence + 1, partition, earlier)));
    }

    private void issuedAfterSoldOut(long soldOut, long issued, long round) {
        addSuspect(new SuspectedBreach(
                LiveInvariant.C12,
                soldOut,
                issued,
                round,
                "the request at %d-%d was rejected as SOLD_OUT, but the request at %d-%d got a coupon"
                        .formatted(partition, soldOut, partition, issued)));
    }

    /** Two requests of one user have the same coupon number. */
    void onDuplicateOrdinal(CouponIssued coupon, long other, long round) {
        addSuspect(new SuspectedBreach(
                LiveInvariant.C2,
                Math.min(other, coupon.offset()),
                Math.max(other, coupon.offset()),
                round,
                "one user got coupon number %d for both requests %d-%d and %d-%d"
                        .formatted(coupon.ordinal(), partition, other, partition, coupon.offset())));
    }

    private void addSuspect(SuspectedBreach suspect) {
        if (suspects.size() < SUSPECTS_MAX) {
            suspects.add(suspect);
        }
    }

    /** Removes and returns the suspected breaches of earlier rounds. */
    List<SuspectedBreach> removeSuspectsBefore(long round) {
        List<SuspectedBreach> earlier =
                suspects.stream().filter(suspect -> suspect.round() < round).toList();
        suspects.removeAll(earlier);
        return earlier;
    }

    /** Restores suspected breaches that could not be evaluated. */
    void restore(List<SuspectedBreach> unevaluated) {
        unevaluated.forEach(this::addSuspect);
    }

    /** Marks the campaign as completely consumed from here on, unless it already is. */
    void finishRound(EvaluationRound round, long number) {
        if (completeFrom == UNKNOWN && number > firstRound) {
            completeFrom = Math.max(round.readTo(partition), outcomesEnd);
        }
    }

    /** Records the sequences again that are no longer too far above the window. Returns the others. */
    List<CouponIssued> outliers(long number) {
        Iterator<CouponIssued> each = outliers.iterator();
        while (each.hasNext()) {
            CouponIssued coupon = each.next();
            if (sequences.add(coupon.sequence(), coupon.offset(), false) != SequenceWindow.Finding.TOO_FAR) {
                each.remove();
                checkOrder(coupon, number);
            }
        }
        return List.copyOf(outliers);
    }

    void clearOutliers() {
        outliers.clear();
    }

    SequenceWindow sequences() {
        return sequences;
    }

    OutcomeShares shares() {
        return shares;
    }

    /**
     * Whether stock was added between one request and the record that decided another: the request itself, or the
     * resume that follows if it was deferred.
     */
    boolean isStockAddedBetween(long low, long high) {
        Long first = stockAdded.higher(low);
        return first != null && first < decidedBy(high);
    }

    /**
     * The offset of the record that decided the request: its own, or the next resume after a pause. It is too high if
     * the pause or the resume was rejected. Then fewer breaches are found, but no false ones.
     */
    private long decidedBy(long request) {
        Long resume = paused.lower(request) == null ? null : resumed.higher(request);
        return resume == null ? request : resume;
    }

    /** Whether a draw decided the order of the request: it precedes the opening, or the opening is unknown. */
    boolean isDrawn(long offset) {
        return offset < (opened == SequenceWindow.NONE ? completeFrom : opened);
    }

    long lastCommand() {
        return lastCommand;
    }

    long highestSequence() {
        return highestSequence;
    }

    int highestOrdinal() {
        return highestOrdinal;
    }

    /** The number of requests without an outcome, including requests in flight. */
    long undecided() {
        return requests - outcomes;
    }
}
