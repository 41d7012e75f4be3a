package dev.firstcome.coupon.rebuild;

import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.contracts.coupon.CouponTakenBack;
import dev.firstcome.contracts.coupon.GrantIssued;
import dev.firstcome.contracts.coupon.RejectReason;
import dev.firstcome.contracts.coupon.RequestRejected;
import dev.firstcome.contracts.coupon.RequestRepeated;
import dev.firstcome.coupon.audit.ToldTally;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.issuing.Results;
import dev.firstcome.coupon.rebuild.Difference.Fate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Compares what users were told with a fold, as far as that has come. What they were told of a request that the fold still
 * holds is for later.
 */
final class ResultComparison {
    private final Shadow shadow;
    private final long floor;
    private final long through;
    private final @Nullable UUID campaignId;
    private final @Nullable ToldTally tally;

    /** Offsets above the floor that were compared: results may come more than once. */
    private final BitSet compared = new BitSet();

    private final Set<Long> differing = new HashSet<>();

    /**
     * @param floor where the fold began
     * @param through how far it has come
     * @param campaignId which one's; null: all
     * @param tally adds up all that is compared
     */
    ResultComparison(Shadow shadow, long floor, long through, @Nullable UUID campaignId, @Nullable ToldTally tally) {
        this.shadow = shadow;
        this.floor = floor;
        this.through = through;
        this.campaignId = campaignId;
        this.tally = tally;
    }

    long compared() {
        return compared.cardinality();
    }

    List<Difference> differences(List<CouponResult> told) {
        List<Difference> differences = new ArrayList<>();
        for (CouponResult result : told) {
            long place = result.offset() - floor;
            boolean asked = place >= 0
                    && result.offset() <= through
                    && (campaignId == null || campaignId.equals(result.campaignId()));
            if (!asked) {
                continue;
            }
            Outcome outcome = shadow.outcome(result.offset());
            if (outcome != null && isNotForNow(outcome, result)) {
                continue;
            }
            compared.set(Math.toIntExact(place));
            if (tally != null) {
                tally.take(result);
            }
            Fate mine = folded(outcome);
            if (!isSame(result, outcome, mine) && differing.add(result.offset())) {
                differences.add(
                        new Difference(result.campaignId(), result.userId(), result.offset(), told(result), mine));
            }
        }
        return differences;
    }

    /**
     * What is held is decided later. And a fold that begins at a floor does not know campaigns which begin below it and are
     * forgotten by now; whatever was told of them stays told.
     */
    private static boolean isNotForNow(Outcome outcome, CouponResult told) {
        boolean closed = told instanceof RequestRejected rejected && rejected.reason() == RejectReason.CLOSED;
        return outcome.code() == Outcome.Code.HELD || (outcome.code() == Outcome.Code.FORGOTTEN && !closed);
    }

    private static boolean isSame(CouponResult told, @Nullable Outcome outcome, Fate folded) {
        return switch (told) {
            case CouponIssued issued ->
                folded.equals(told(issued)) && outcome != null && outcome.ordinal() == issued.ordinal();
            case GrantIssued grant -> folded.equals(told(grant));
            case CouponTakenBack back -> folded.equals(told(back));
            case RequestRepeated repeated ->
                folded.equals(told(repeated)) && couponOf(outcome, repeated).equals(text(repeated.couponId()));
            case RequestRejected rejected ->
                folded.outcome().equals(rejected.reason().name())
                        && couponOf(outcome, rejected).equals(text(rejected.couponId()));
        };
    }

    private static String couponOf(@Nullable Outcome outcome, CouponResult result) {
        return outcome == null ? text(null) : text(Results.couponOf(outcome, result.campaignId(), result.userId()));
    }

    private static String text(@Nullable UUID id) {
        return String.valueOf(id);
    }

    private static Fate told(CouponResult result) {
        long sequence =
                switch (result) {
                    case CouponIssued issued -> issued.sequence();
                    case GrantIssued grant -> grant.sequence();
                    case RequestRepeated repeated -> repeated.sequence() + repeated.arrival();
                    case CouponTakenBack _, RequestRejected _ -> 0;
                };
        return new Fate(ToldTally.outcomeOf(result), sequence);
    }

    /** In the words that users are told, so that what they cannot tell apart is the same. */
    private static Fate folded(@Nullable Outcome outcome) {
        if (outcome == null) {
            return new Fate("NOTHING", 0);
        }
        return switch (outcome.code()) {
            case ISSUED, GRANTED -> new Fate(outcome.code().name(), outcome.number());
            case REPEATED, REPEATED_OF_DEFERRED -> new Fate("REPEATED", outcome.number());
            case DUPLICATE, DUPLICATE_OF_HELD -> new Fate("DUPLICATE", 0);
            case CLOSED, FORGOTTEN -> new Fate("CLOSED", 0);
            default -> new Fate(outcome.code().name(), 0);
        };
    }
}
