package dev.firstcome.coupon.rebuild;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.firstcome.coupon.audit.ResultAudit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The findings of a rebuild so far. Stored as JSON, of which a reader ignores members of another release.
 *
 * @param recordsTotal log records at the start, as an upper bound. Later records may follow
 * @param resultsCompared requests, grants and revocations whose published result was compared
 * @param differenceCount compared results that differ from the log
 * @param gained requests that get a coupon from the log, but whose published result has none
 * @param lost requests that get no coupon from the log, but whose published result has one
 * @param couponsCompared coupons that are equal in wallets and log
 * @param couponsMissing coupons of the log that are in no wallet
 * @param couponsOther coupons in wallets that are different in the log, or absent
 * @param stateCompared compared entries of the live state
 * @param stateEqual whether the live state equals the shadow state at {@code position}; null: not compared
 * @param position the last record that both states had applied
 * @param epoch the live epoch after a swap
 * @param samples examples of the state differences
 * @param audit the published results of the requested campaign; null without a campaign, or if it is not finished
 */
@JsonIgnoreProperties(ignoreUnknown = true)
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
        List<String> samples,
        @Nullable ResultAudit audit) {
    /** The report of a rebuild that has not started. */
    public static RebuildReport notStarted() {
        return new RebuildReport(
                RebuildPhase.WAITING, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null, List.of(), null);
    }
}
