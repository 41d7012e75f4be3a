package dev.firstcome.e2e.verifier;

import static dev.firstcome.e2e.verifier.RunFixture.SALE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.RejectReason;
import dev.firstcome.contracts.coupon.StockAdded;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the judge makes of runs with a pause and with stock that was added. */
class RunVerifierPauseTests {
    private final RunFixture run = RunFixture.withAPause();

    @Test
    void theHeldRequestsOutcomesAreTheResumes() {
        assertThat(broken()).isEmpty();
    }

    @Test
    void c5FindsAHeldRequestThatWasDecidedOtherwise() {
        run.issuesInstead(RunFixture.FEI, RunFixture.FEI_AT, 4);
        run.rejectsInstead(RunFixture.EUN, RunFixture.EUN_AT, RejectReason.SOLD_OUT);

        assertThat(broken()).containsExactly(Invariant.C5, Invariant.C12);
    }

    @Test
    void c6FindsAHeldRequestThatTheResumeLeftOut() {
        run.withdraws(RunFixture.FEI_AT);

        assertThat(broken()).containsExactly(Invariant.C6);
    }

    @Test
    void c1FindsACouponBeforeItsStockWasAdded() {
        run.issuesInstead(RunFixture.DANA, RunFixture.DANA_AT, 4);
        run.withdraws(RunFixture.EUN_AT);

        assertThat(broken()).contains(Invariant.C1);
    }

    @Test
    void stockThatIsAddedAfterAllIsDecidedChangesNothing() {
        run.write(99, new StockAdded(SALE, "more still", 1));

        assertThat(broken()).containsExactly(Invariant.C10);
    }

    private List<Invariant> broken() {
        return RunVerifier.verdicts(run.evidence(), Set.of(SALE)).stream()
                .filter(verdict -> !verdict.valid())
                .map(Verdict::invariant)
                .toList();
    }
}
