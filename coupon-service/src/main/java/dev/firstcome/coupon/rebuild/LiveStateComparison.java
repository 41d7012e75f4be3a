package dev.firstcome.coupon.rebuild;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.issuercontrol.BetweenBatchesTask;
import dev.firstcome.coupon.issuercontrol.Issuers;
import dev.firstcome.coupon.partitionstate.ShadowStates;
import dev.firstcome.coupon.partitionstate.StateComparison;
import dev.firstcome.coupon.progress.Watermarks;
import dev.firstcome.coupon.shadow.RebuildAbortedException;
import dev.firstcome.coupon.shadow.ShadowState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.springframework.stereotype.Component;

/**
 * Compares the live state with the shadow, and replaces it if the rebuild has the mode {@code SWAP}. The comparison
 * runs while the issuer continues. Only the final check of the differences and the swap run in the issuer's thread.
 */
@Component
final class LiveStateComparison {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration COMPLETION_TIMEOUT = Duration.ofSeconds(30);
    private static final int COMPARISONS_MAX = 5;

    private final ShadowStates states;
    private final Issuers issuers;
    private final Watermarks watermarks;
    private final RebuildProperties properties;

    LiveStateComparison(ShadowStates states, Issuers issuers, Watermarks watermarks, RebuildProperties properties) {
        this.states = states;
        this.issuers = issuers;
        this.watermarks = watermarks;
        this.properties = properties;
    }

    /**
     * @param through the last record whose result was compared
     * @throws RebuildAbortedException if a swap is refused, or the attempt must not continue
     */
    void run(RebuildAttempt attempt, ShadowState shadow, long through) throws InterruptedException {
        int partition = attempt.request().partition();
        for (int tries = 1; tries <= COMPARISONS_MAX; tries++) {
            shadow.catchUp(() -> watermarks.published(partition), attempt::onFolded);
            long live = states.liveEpoch(partition).orElseThrow(RebuildAbortedException.SupersededException::new);
            StateComparison comparison = states.compare(partition, live, shadow.epoch(), properties.differencesMax());
            attempt.checkpoint();
            shadow.catchUp(() -> watermarks.published(partition), attempt::onFolded);
            if (!comparison.isTruncated() || tries == COMPARISONS_MAX) {
                BetweenBatchesTask task = new BetweenBatchesTask((epoch, applied) ->
                        complete(attempt, shadow, comparison, new IssuerPosition(epoch, applied, through)));
                issuers.runBetweenBatches(partition, task);
                task.await(START_TIMEOUT, COMPLETION_TIMEOUT);
                refuseContradictedSwap(attempt);
                return;
            }
        }
    }

    /** The epoch and last applied offset of the issuer, and the last record whose result was compared. */
    private record IssuerPosition(long epoch, long applied, long through) {}

    /** Runs in the issuer's thread. Returns the live epoch. */
    private long complete(
            RebuildAttempt attempt, ShadowState shadow, StateComparison comparison, IssuerPosition position)
            throws InterruptedException {
        RebuildFindings findings = attempt.findings();
        shadow.advance(position.applied(), findings::addFolded);
        if (!shadow.last().equals(OptionalLong.of(position.applied()))) {
            throw new IllegalStateException("the shadow state is at offset %s, but the live state is at %d"
                    .formatted(shadow.last(), position.applied()));
        }
        int partition = attempt.request().partition();
        List<StateComparison.Difference> differences =
                new ArrayList<>(comparison.confirmedDifferences(lowWatermark(partition)));
        differences.forEach(difference -> findings.addSample(difference.what()));
        findings.stateCompared = comparison.compared();
        findings.stateEqual = differences.isEmpty() && !comparison.isTruncated();
        findings.position = position.applied();
        if (differences.stream().anyMatch(difference -> difference.offset() > position.through())) {
            findings.differenceCount++; // published after the comparison of the results
        }
        if (attempt.request().mode() != RebuildMode.SWAP || findings.hasContradiction()) {
            return position.epoch();
        }
        if (!states.activate(partition, position.epoch(), shadow.epoch())) {
            throw new IllegalStateException("the shadow cannot replace the live state: their offsets differ");
        }
        findings.epoch = shadow.epoch();
        return shadow.epoch();
    }

    /** The low watermark may have risen during the rebuild. Outcomes below it may have been dropped. */
    private long lowWatermark(int partition) {
        IssueProgress progress = watermarks.of(partition);
        return progress == null ? 0 : progress.lowWatermark();
    }

    private static void refuseContradictedSwap(RebuildAttempt attempt) {
        RebuildFindings findings = attempt.findings();
        if (attempt.request().mode() == RebuildMode.SWAP && findings.hasContradiction()) {
            throw new RebuildAbortedException.FailedException(
                    findings.differenceCount > 0 ? "CONTRADICTS_RESULTS" : "CONTRADICTS_WALLETS");
        }
    }
}
