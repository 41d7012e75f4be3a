package dev.firstcome.e2e.verifier;

import static dev.firstcome.e2e.verifier.RunFixture.SALE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.log.StockAdded;
import dev.firstcome.contracts.coupon.result.RejectReason;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests the verifier on runs with a pause and with added stock. */
class RunVerifierPauseTests {
    private final RunFixture run = RunFixture.withPause();

    @Test
    void resumeDecidesDeferredRequests() {
        assertThat(violated()).isEmpty();
    }

    @Test
    void c5FindsWrongOutcomeOfDeferredRequest() {
        run.replaceWithIssued(RunFixture.FEI, RunFixture.FEI_AT, 4);
        run.replaceWithRejected(RunFixture.EUN, RunFixture.EUN_AT, RejectReason.SOLD_OUT);

        assertThat(violated()).containsExactly(Invariant.C5, Invariant.C12);
    }

    @Test
    void c6FindsUnansweredDeferredRequest() {
        run.withdraw(RunFixture.FEI_AT);

        assertThat(violated()).containsExactly(Invariant.C6);
    }

    @Test
    void c1FindsCouponBeforeStockWasAdded() {
        run.replaceWithIssued(RunFixture.DANA, RunFixture.DANA_AT, 4);
        run.withdraw(RunFixture.EUN_AT);

        assertThat(violated()).contains(Invariant.C1);
    }

    @Test
    void stockAddedAfterAllDecisionsChangesNoOutcome() {
        run.write(99, new StockAdded(SALE, "more still", 1));

        assertThat(violated()).containsExactly(Invariant.C10);
    }

    private List<Invariant> violated() {
        return RunVerifier.verdicts(run.evidence(), Set.of(SALE)).stream()
                .filter(verdict -> !verdict.valid())
                .map(Verdict::invariant)
                .toList();
    }
}
