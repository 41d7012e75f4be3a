package dev.firstcome.coupon.watching;

import dev.firstcome.contracts.coupon.CampaignOpened;
import dev.firstcome.contracts.coupon.CouponCommand;
import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.contracts.coupon.IssuingPaused;
import dev.firstcome.contracts.coupon.IssuingResumed;
import dev.firstcome.contracts.coupon.RejectReason;
import dev.firstcome.contracts.coupon.RequestRejected;
import dev.firstcome.contracts.coupon.RequestRepeated;
import dev.firstcome.contracts.coupon.StockAdded;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one campaign, in bounded memory: at most 1 MiB of sequences, a hundred of everything else. What is
 * strange is noted as a {@link Suspect} and judged by {@link CampaignJudge}.
 *
 * <p>Of a campaign that is first seen in its midst, sequences count from the first request on that came after that.
 */
final class CampaignBook {
    static final int SUSPECTS_MAX = 100;
    private static final int NOTED_MAX = 100;
    private static final long UNKNOWN = Long.MAX_VALUE;

    private final UUID campaignId;
    private final int partition;
    private final long begunIn;
    private final SequenceWindow sequences = new SequenceWindow();
    private final OutcomeShares shares = new OutcomeShares();
    private final List<Suspect> suspects = new ArrayList<>();

    /** Coupons above all that can be remembered together. */
    private final List<CouponIssued> leaps = new ArrayList<>();

    private final TreeSet<Long> stockAdded = new TreeSet<>();
    private final TreeSet<Long> paused = new TreeSet<>();
    private final TreeSet<Long> resumed = new TreeSet<>();

    /** From which offset on all that becomes of requests is seen. */
    private long from = UNKNOWN;

    private long opened = SequenceWindow.NONE;
    private long lastCommand = SequenceWindow.NONE;
    private long soldOutAt = UNKNOWN;
    private long lastIssued = SequenceWindow.NONE;
    private long highestSequence;
    private int highestOrdinal;
    private long asked;
    private long decided;

    private long toldTo;

    /** @param round in which it is first seen */
    CampaignBook(UUID campaignId, int partition, long round) {
        this.campaignId = campaignId;
        this.partition = partition;
        this.begunIn = round;
    }

    UUID campaignId() {
        return campaignId;
    }

    int partition() {
        return partition;
    }

    /** Whether all commands from this offset on were seen; stock may have been added before. */
    boolean seesFrom(long offset) {
        return offset >= from;
    }

    void asked(long offset) {
        asked += offset >= from ? 1 : 0;
    }

    void commanded(CouponCommand command, long offset) {
        switch (command) {
            case CampaignOpened _ -> opened = Math.max(opened, offset);
            case StockAdded _ -> {
                note(stockAdded, offset);
                soldOutAt = UNKNOWN;
            }
            case IssuingPaused _ -> note(paused, offset);
            case IssuingResumed _ -> note(resumed, offset);
            default -> {}
        }
        lastCommand = Math.max(lastCommand, offset);
    }

    private static void note(TreeSet<Long> offsets, long offset) {
        offsets.add(offset);
        if (offsets.size() > NOTED_MAX) {
            offsets.pollFirst();
        }
    }

    /** @param isFirst whether the request was not known to be decided before */
    void rejected(RequestRejected rejected, boolean isFirst, long round, long nowSeconds) {
        count(rejected.offset(), rejected.reason(), isFirst, nowSeconds);
        if (rejected.reason() != RejectReason.SOLD_OUT) {
            return;
        }
        if (rejected.offset() < lastIssued) {
            afterTheLast(rejected.offset(), lastIssued, round);
        }
        soldOutAt = Math.min(soldOutAt, rejected.offset());
    }

    /** Counts a repeat as a duplicate: many of them mean clients that retry too often. */
    void repeated(RequestRepeated repeated, boolean isFirst, long nowSeconds) {
        count(repeated.offset(), RejectReason.DUPLICATE, isFirst, nowSeconds);
    }

    /** What the sequence turned out to be; other than NEW it was not looked at, or is suspected already. */
    SequenceWindow.Finding issued(CouponIssued coupon, boolean isFirst, long round, long nowSeconds) {
        count(coupon.offset(), null, isFirst, nowSeconds);
        highestSequence = Math.max(highestSequence, coupon.sequence());
        SequenceWindow.Finding finding = takeSequence(coupon, round);
        if (finding == SequenceWindow.Finding.NEW) {
            looksAtOrder(coupon, round);
        }
        return finding;
    }

    private void count(long offset, @Nullable RejectReason reason, boolean isFirst, long nowSeconds) {
        if (isFirst) {
            decided += offset >= from ? 1 : 0;
            toldTo = Math.max(toldTo, offset + 1);
            shares.add(reason, nowSeconds);
        }
    }

    private SequenceWindow.Finding takeSequence(CouponIssued coupon, long round) {
        SequenceWindow.Finding finding = sequences.take(coupon.sequence(), coupon.offset(), coupon.offset() >= from);
        if (finding == SequenceWindow.Finding.TWICE) {
            long other = sequences.offsetOf(coupon.sequence());
            suspect(new Suspect(
                    LiveInvariant.C3,
                    Math.min(other, coupon.offset()),
                    Math.max(other, coupon.offset()),
                    round,
                    "sequence %d went to the requests at %d-%d and %d-%d"
                            .formatted(coupon.sequence(), partition, other, partition, coupon.offset())));
        } else if (finding == SequenceWindow.Finding.TOO_FAR && leaps.size() < NOTED_MAX) {
            leaps.add(coupon);
        }
        return finding;
    }

    private void looksAtOrder(CouponIssued coupon, long round) {
        highestOrdinal = Math.max(highestOrdinal, coupon.ordinal());
        long sequence = coupon.sequence();
        long before = sequences.offsetOf(sequence - 1);
        long after = sequences.offsetOf(sequence + 1);
        if (before != SequenceWindow.NONE && before > coupon.offset()) {
            disordered(sequence - 1, before, coupon.offset(), round);
        }
        if (after != SequenceWindow.NONE && after < coupon.offset()) {
            disordered(sequence, coupon.offset(), after, round);
        }
        if (coupon.offset() > soldOutAt) {
            afterTheLast(soldOutAt, coupon.offset(), round);
        }
        lastIssued = Math.max(lastIssued, coupon.offset());
    }

    private void disordered(long sequence, long later, long earlier, long round) {
        suspect(new Suspect(
                LiveInvariant.C4,
                earlier,
                later,
                round,
                "sequence %d went to the request at %d-%d, and %d to the earlier one at %d-%d"
                        .formatted(sequence, partition, later, sequence + 1, partition, earlier)));
    }

    private void afterTheLast(long soldOut, long issued, long round) {
        suspect(new Suspect(
                LiveInvariant.C12,
                soldOut,
                issued,
                round,
                "the request at %d-%d found all gone, and that at %d-%d got a coupon"
                        .formatted(partition, soldOut, partition, issued)));
    }

    /** A user's coupon that another request of his has, too. */
    void heldTwice(CouponIssued coupon, long other, long round) {
        suspect(new Suspect(
                LiveInvariant.C2,
                Math.min(other, coupon.offset()),
                Math.max(other, coupon.offset()),
                round,
                "one user has coupon number %d by the requests at %d-%d and %d-%d"
                        .formatted(coupon.ordinal(), partition, other, partition, coupon.offset())));
    }

    private void suspect(Suspect suspect) {
        if (suspects.size() < SUSPECTS_MAX) {
            suspects.add(suspect);
        }
    }

    /** Takes out what was seen before this round. */
    List<Suspect> suspectsBefore(long round) {
        List<Suspect> old =
                suspects.stream().filter(suspect -> suspect.round() < round).toList();
        suspects.removeAll(old);
        return old;
    }

    /** Nothing could be said of them now. */
    void keep(List<Suspect> undecided) {
        undecided.forEach(this::suspect);
    }

    /** From here on everything is seen, if it was not before. */
    void roundIsOver(Round round, long number) {
        if (from == UNKNOWN && number > begunIn) {
            from = Math.max(round.readTo(partition), toldTo);
        }
    }

    /** Tries those once more that were too far above all others; what is left is. */
    List<CouponIssued> leaps(long number) {
        Iterator<CouponIssued> each = leaps.iterator();
        while (each.hasNext()) {
            CouponIssued coupon = each.next();
            if (sequences.take(coupon.sequence(), coupon.offset(), false) != SequenceWindow.Finding.TOO_FAR) {
                each.remove();
                looksAtOrder(coupon, number);
            }
        }
        return List.copyOf(leaps);
    }

    void forgetLeaps() {
        leaps.clear();
    }

    SequenceWindow sequences() {
        return sequences;
    }

    OutcomeShares shares() {
        return shares;
    }

    /** Between one request and the record that decided another: that itself, or the resume after it if it was held. */
    boolean isStockAddedBetween(long low, long high) {
        Long first = stockAdded.higher(low);
        return first != null && first < decidedBy(high);
    }

    /** Later than it was where a pause or a resume was refused, or was over by then: so less is looked at, and nothing is told wrongly. */
    private long decidedBy(long request) {
        Long resume = paused.lower(request) == null ? null : resumed.higher(request);
        return resume == null ? request : resume;
    }

    /** Whether the request came before the opening, or it is not known: then a draw decided its place. */
    boolean isDrawn(long offset) {
        return offset < (opened == SequenceWindow.NONE ? from : opened);
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

    /** Requests without an outcome, those on their way included. */
    long undecided() {
        return asked - decided;
    }
}
