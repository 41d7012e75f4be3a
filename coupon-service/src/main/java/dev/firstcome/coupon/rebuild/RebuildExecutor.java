package dev.firstcome.coupon.rebuild;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.audit.PublishedResults;
import dev.firstcome.coupon.audit.ResultAuditAccumulator;
import dev.firstcome.coupon.audit.ResultComparison;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.partitionstate.ShadowStates;
import dev.firstcome.coupon.progress.Watermarks;
import dev.firstcome.coupon.retention.LowWatermark;
import dev.firstcome.coupon.shadow.RebuildAbortedException;
import dev.firstcome.coupon.shadow.ShadowState;
import dev.firstcome.coupon.shadow.ShadowStateFactory;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Executes one attempt of a rebuild: folds the log into a shadow state, then compares the shadow with the published
 * results, the wallets and the live state. The partition continues to issue coupons. Only {@link LiveStateComparison}
 * uses the issuer's thread, for the last records and the remaining differences.
 */
@Component
final class RebuildExecutor {
    private final ShadowStates states;
    private final ShadowStateFactory shadows;
    private final PublishedResults publishedResults;
    private final WalletComparison walletComparison;
    private final LiveStateComparison liveStateComparison;
    private final Watermarks watermarks;

    RebuildExecutor(
            ShadowStates states,
            ShadowStateFactory shadows,
            PublishedResults publishedResults,
            WalletComparison walletComparison,
            LiveStateComparison liveStateComparison,
            Watermarks watermarks) {
        this.states = states;
        this.shadows = shadows;
        this.publishedResults = publishedResults;
        this.walletComparison = walletComparison;
        this.liveStateComparison = liveStateComparison;
        this.watermarks = watermarks;
    }

    /** @throws RebuildAbortedException if the attempt ends early */
    void execute(RebuildAttempt attempt) throws InterruptedException {
        Rebuild.Request request = attempt.request();
        int partition = request.partition();
        IssueProgress progress = watermarks.of(partition);
        OptionalLong live = states.liveEpoch(partition);
        if (progress == null || live.isEmpty() || progress.published() < progress.lowWatermark()) {
            return; // the partition has no decisions
        }
        states.discard(partition);
        long epoch = shadows.epochAfter(live.getAsLong());
        attempt.findings().recordsTotal = progress.published() - progress.lowWatermark() + 1;
        Long time = progress.lowWatermarkTimeMillis();
        LowWatermark lowWatermark = new LowWatermark(progress.lowWatermark(), time == null ? 0 : time);
        ResultAuditAccumulator audit = auditOf(request, lowWatermark.offset());
        try (ShadowState shadow = shadows.create(partition, epoch, lowWatermark, entry -> {
            observe(audit, entry);
            return request.whatIf().amend(entry, request.campaignId());
        })) {
            shadow.catchUp(() -> watermarks.published(partition), attempt::onFolded);
            OptionalLong through = shadow.last();
            if (through.isPresent()) {
                compare(attempt, shadow, audit, new ShadowState.Range(lowWatermark.offset(), through.getAsLong()));
            }
        } finally {
            states.discard(partition);
        }
    }

    /** With WHAT_IF there is no audit, because the published results are based on the original terms. */
    private static @Nullable ResultAuditAccumulator auditOf(Rebuild.Request request, long lowWatermark) {
        UUID campaignId = request.campaignId();
        return campaignId == null || request.mode() == RebuildMode.WHAT_IF
                ? null
                : new ResultAuditAccumulator(campaignId, lowWatermark);
    }

    private static void observe(@Nullable ResultAuditAccumulator audit, LogEntry entry) {
        if (audit != null) {
            audit.observe(entry.record(), entry.offset(), entry.timeMillis());
        }
    }

    private void compare(
            RebuildAttempt attempt, ShadowState shadow, @Nullable ResultAuditAccumulator audit, ShadowState.Range range)
            throws InterruptedException {
        Rebuild.Request request = attempt.request();
        RebuildFindings findings = attempt.findings();
        UUID campaignId = request.mode() == RebuildMode.SWAP ? null : request.campaignId();
        ResultComparison comparison = new ResultComparison(shadow, range, campaignId, audit);
        attempt.begin(RebuildPhase.COMPARING_RESULTS);
        boolean fromTheBeginning = publishedResults.read(request.partition(), results -> {
            attempt.add(comparison.differences(results));
            findings.resultsCompared = comparison.compared();
            attempt.checkpoint();
        });
        findings.audit = audit == null ? null : audit.audit(range.last(), fromTheBeginning);
        if (request.mode() == RebuildMode.WHAT_IF) {
            return;
        }
        attempt.begin(RebuildPhase.COMPARING_WALLETS);
        walletComparison.run(attempt, shadow, range);
        attempt.begin(RebuildPhase.COMPARING_STATE);
        liveStateComparison.run(attempt, shadow, range.last());
    }
}
