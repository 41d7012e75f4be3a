package dev.firstcome.e2e.verifier;

import static dev.firstcome.e2e.verifier.RunFixture.KIM_AT;
import static dev.firstcome.e2e.verifier.RunFixture.PARTITION;
import static dev.firstcome.e2e.verifier.RunFixture.SALE;
import static dev.firstcome.e2e.verifier.RunFixture.UNREADABLE_AT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.CampaignClosed;
import dev.firstcome.contracts.coupon.CampaignForgotten;
import dev.firstcome.contracts.coupon.CloseCause;
import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.e2e.verifier.Evidence.LiveState;
import dev.firstcome.model.Decision;
import dev.firstcome.model.Floor;
import dev.firstcome.model.Fold;
import dev.firstcome.model.LogRecord;
import dev.firstcome.model.PartitionState;
import dev.firstcome.model.Recorded;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the judge makes of runs whose campaign was forgotten in the end, and whose state may have begun anew since. */
class RunVerifierPurgeTests {
    private static final long CLOSED_AT = 18;
    private static final long FORGOTTEN_AT = 19;
    private static final long LAST = 20;
    private static final String TOPIC = "topic-1";

    private final RunFixture run = new RunFixture();
    private PartitionState whole = new Fold(PARTITION).state();

    @BeforeEach
    void theCampaignIsForgotten() {
        run.write(CLOSED_AT, new CampaignClosed(SALE, "close", CloseCause.OPERATOR));
        run.write(FORGOTTEN_AT, new CampaignForgotten(SALE, "forget", CLOSED_AT));
        run.write(LAST, new CampaignForgotten(SALE, "forget", CLOSED_AT));
        whole = fold(new Fold(PARTITION), run.log);
        run.live.put(PARTITION, new LiveState(TOPIC, 1, whole));
        run.progress.add(new IssueProgress(TOPIC, PARTITION, LAST, 1, LAST, 1_000L));
    }

    @Test
    void aRunThatForgotItsCampaignIsValid() {
        assertThat(broken()).isEmpty();
    }

    @Test
    void soIsOneWhoseStateBeganAnewAtTheFloor() {
        PartitionState anew = fold(new Fold(PARTITION, new Floor(LAST, 1_000)), List.of(run.log.getLast()));
        run.live.put(PARTITION, new LiveState(TOPIC, 2, anew));

        assertThat(broken()).isEmpty();
    }

    @Test
    void soIsOneWhoseStateBeganAnewBehindTheCampaignsFirstRecord() {
        run.live.put(PARTITION, new LiveState(TOPIC, 2, with(_ -> true, new Decision.Forgotten())));

        assertThat(broken()).isEmpty();
    }

    @Test
    void anyOtherOutcomeOfAForgottenCampaignIsFound() {
        run.live.put(PARTITION, new LiveState(TOPIC, 1, with(at -> at == KIM_AT, new Decision.SoldOut())));

        assertThat(broken()).containsExactly(Invariant.C9);
    }

    @Test
    void anOutcomeThatIsGoneAboveTheFloorIsFound() {
        run.progress.removeLast();
        run.progress.add(new IssueProgress(TOPIC, PARTITION, LAST, 1, KIM_AT, 1_000L));
        var outcomes = new TreeMap<>(whole.outcomes());
        outcomes.remove(KIM_AT);
        run.live.put(PARTITION, new LiveState(TOPIC, 1, of(outcomes)));

        assertThat(broken()).containsExactly(Invariant.C9);
    }

    @Test
    void aCouponOfTheForgottenCampaignThatIsNotInTheWalletIsFound() {
        run.wallet.removeFirst();

        assertThat(broken()).contains(Invariant.C9);
    }

    @Test
    void aLogThatBeginsAboveTheFloorIsFound() {
        run.logStart = LAST + 1;

        assertThat(broken()).contains(Invariant.C10);
    }

    @Test
    void ofALogThatIsCutAtTheFloorNothingIsSaidFalsely() {
        run.logStart = LAST;
        run.log.removeIf(record -> record.offset() < LAST);

        assertThat(RunVerifier.verdicts(run.evidence(), Set.of(SALE)))
                .noneMatch(verdict -> verdict.finding() == Verdict.Finding.INVALID
                        && !verdict.witnesses().equals(List.of("nothing was looked at")));
    }

    /** The state with this outcome of all records of the campaign whose offset is chosen. */
    private PartitionState with(LongPredicate chosen, Decision instead) {
        var outcomes = new TreeMap<>(whole.outcomes());
        outcomes.replaceAll(
                (at, recorded) -> at != UNREADABLE_AT && chosen.test(at) ? new Recorded(instead, 0) : recorded);
        return of(outcomes);
    }

    private PartitionState of(TreeMap<Long, Recorded> outcomes) {
        return new PartitionState(PARTITION, whole.applied(), whole.time(), whole.campaigns(), whole.due(), outcomes);
    }

    private static PartitionState fold(Fold fold, List<LogRecord> log) {
        log.forEach(fold::apply);
        return fold.state();
    }

    private List<Invariant> broken() {
        return RunVerifier.verdicts(run.evidence(), Set.of(SALE)).stream()
                .filter(verdict -> !verdict.valid())
                .map(Verdict::invariant)
                .toList();
    }
}
