package dev.firstcome.e2e.verifier;

import static dev.firstcome.e2e.verifier.RunFixture.KIM_AT;
import static dev.firstcome.e2e.verifier.RunFixture.PARTITION;
import static dev.firstcome.e2e.verifier.RunFixture.SALE;
import static dev.firstcome.e2e.verifier.RunFixture.UNREADABLE_AT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.CloseCause;
import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.contracts.coupon.log.CampaignClosed;
import dev.firstcome.contracts.coupon.log.CampaignPurged;
import dev.firstcome.e2e.verifier.Evidence.LiveState;
import dev.firstcome.model.Fold;
import dev.firstcome.model.LowWatermark;
import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.state.Decision;
import dev.firstcome.model.state.PartitionState;
import dev.firstcome.model.state.RecordedDecision;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the verifier on runs whose campaign was purged and whose state may have been rebuilt afterwards. */
class RunVerifierPurgeTests {
    private static final long CLOSED_AT = 18;
    private static final long PURGED_AT = 19;
    private static final long LAST = 20;
    private static final String TOPIC = "topic-1";

    private final RunFixture run = new RunFixture();
    private PartitionState complete = new Fold(PARTITION).state();

    @BeforeEach
    void purgeCampaign() {
        run.write(CLOSED_AT, new CampaignClosed(SALE, "close", CloseCause.OPERATOR));
        run.write(PURGED_AT, new CampaignPurged(SALE, "purge", CLOSED_AT));
        run.write(LAST, new CampaignPurged(SALE, "purge", CLOSED_AT));
        complete = fold(new Fold(PARTITION), run.log);
        run.live.put(PARTITION, new LiveState(TOPIC, 1, complete));
        run.progress.add(new IssueProgress(TOPIC, PARTITION, LAST, 1, LAST, 1_000L));
    }

    @Test
    void runWithPurgedCampaignIsValid() {
        assertThat(violated()).isEmpty();
    }

    @Test
    void stateRebuiltFromLowWatermarkIsValid() {
        PartitionState rebuilt = fold(new Fold(PARTITION, new LowWatermark(LAST, 1_000)), List.of(run.log.getLast()));
        run.live.put(PARTITION, new LiveState(TOPIC, 2, rebuilt));

        assertThat(violated()).isEmpty();
    }

    @Test
    void stateRebuiltFromBeyondTheFirstRecordIsValid() {
        run.live.put(PARTITION, new LiveState(TOPIC, 2, with(_ -> true, new Decision.Purged())));

        assertThat(violated()).isEmpty();
    }

    @Test
    void wrongOutcomeOfPurgedCampaignViolatesC9() {
        run.live.put(PARTITION, new LiveState(TOPIC, 1, with(at -> at == KIM_AT, new Decision.SoldOut())));

        assertThat(violated()).containsExactly(Invariant.C9);
    }

    @Test
    void missingOutcomeAboveLowWatermarkViolatesC9() {
        run.progress.removeLast();
        run.progress.add(new IssueProgress(TOPIC, PARTITION, LAST, 1, KIM_AT, 1_000L));
        var outcomes = new TreeMap<>(complete.outcomes());
        outcomes.remove(KIM_AT);
        run.live.put(PARTITION, new LiveState(TOPIC, 1, of(outcomes)));

        assertThat(violated()).containsExactly(Invariant.C9);
    }

    @Test
    void missingCouponOfPurgedCampaignViolatesC9() {
        run.wallet.removeFirst();

        assertThat(violated()).contains(Invariant.C9);
    }

    @Test
    void logStartAboveLowWatermarkViolatesC10() {
        run.logStart = LAST + 1;

        assertThat(violated()).contains(Invariant.C10);
    }

    @Test
    void logTruncatedAtLowWatermarkHasNoFalseContradiction() {
        run.logStart = LAST;
        run.log.removeIf(record -> record.offset() < LAST);

        assertThat(RunVerifier.verdicts(run.evidence(), Set.of(SALE)))
                .noneMatch(verdict -> verdict.finding() == Verdict.Finding.INVALID
                        && !verdict.samples().equals(List.of(Verdict.NO_ITEMS)));
    }

    /** Returns the complete state with the outcomes of the selected offsets replaced. */
    private PartitionState with(LongPredicate selected, Decision replacement) {
        var outcomes = new TreeMap<>(complete.outcomes());
        outcomes.replaceAll((at, recorded) ->
                at != UNREADABLE_AT && selected.test(at) ? new RecordedDecision(replacement, 0) : recorded);
        return of(outcomes);
    }

    private PartitionState of(TreeMap<Long, RecordedDecision> outcomes) {
        return new PartitionState(
                PARTITION, complete.applied(), complete.time(), complete.campaigns(), complete.due(), outcomes);
    }

    private static PartitionState fold(Fold fold, List<LogRecord> log) {
        log.forEach(fold::apply);
        return fold.state();
    }

    private List<Invariant> violated() {
        return RunVerifier.verdicts(run.evidence(), Set.of(SALE)).stream()
                .filter(verdict -> !verdict.valid())
                .map(Verdict::invariant)
                .toList();
    }
}
