package dev.firstcome.coupon.rebuild;

import dev.firstcome.coupon.audit.ToldAudit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rebuild has found so far.
 *
 * @param recordsTotal records of the log when it began, at most; it may follow beyond these
 * @param resultsCompared requests, grants and revocations whose result was compared with the fold
 * @param differenceCount of these, how many were told something else than the fold says
 * @param gained users' requests that got a coupon in the fold, and were told that they got none
 * @param lost users' requests that got none in the fold, and were told that they have one
 * @param couponsCompared coupons of wallets that the fold has too, alike
 * @param couponsMissing coupons of the fold that are in no wallet
 * @param couponsOther coupons of wallets that the fold has otherwise, or not at all
 * @param stateCompared entries of the live state that were compared
 * @param stateEqual whether the live state is the fold, at {@code position}; null: not compared
 * @param position the last record that both had applied then
 * @param epoch the live epoch after a take-over
 * @param witnesses some of what differs in the state
 * @param told of the campaign that was asked for, what its users were told; null: of no one campaign, or not yet compared
 */
public record RebuildReport(
        RebuildPhase phase,
        long recordsDone,
        long recordsTotal,
        long recordsPerSecond,
        long resultsCompared,
        long differenceCount,
        long gained,
        long lost,
        long couponsCompared,
        long couponsMissing,
        long couponsOther,
        long stateCompared,
        @Nullable Boolean stateEqual,
        @Nullable Long position,
        @Nullable Long epoch,
        List<String> witnesses,
        @Nullable ToldAudit told) {
    /** Of one that did not begin yet. */
    public static RebuildReport nothingYet() {
        return new RebuildReport(
                RebuildPhase.WAITING, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null, List.of(), null);
    }
}
