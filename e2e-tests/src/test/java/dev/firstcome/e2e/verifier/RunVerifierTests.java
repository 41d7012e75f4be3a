package dev.firstcome.e2e.verifier;

import static dev.firstcome.e2e.verifier.Invariant.C1;
import static dev.firstcome.e2e.verifier.Invariant.C10;
import static dev.firstcome.e2e.verifier.Invariant.C11;
import static dev.firstcome.e2e.verifier.Invariant.C12;
import static dev.firstcome.e2e.verifier.Invariant.C13;
import static dev.firstcome.e2e.verifier.Invariant.C2;
import static dev.firstcome.e2e.verifier.Invariant.C3;
import static dev.firstcome.e2e.verifier.Invariant.C4;
import static dev.firstcome.e2e.verifier.Invariant.C5;
import static dev.firstcome.e2e.verifier.Invariant.C6;
import static dev.firstcome.e2e.verifier.Invariant.C7;
import static dev.firstcome.e2e.verifier.Invariant.C8;
import static dev.firstcome.e2e.verifier.Invariant.C9;
import static dev.firstcome.e2e.verifier.RunFixture.CHOI;
import static dev.firstcome.e2e.verifier.RunFixture.CHOI_AT;
import static dev.firstcome.e2e.verifier.RunFixture.DANA;
import static dev.firstcome.e2e.verifier.RunFixture.DANA_AT;
import static dev.firstcome.e2e.verifier.RunFixture.KIM;
import static dev.firstcome.e2e.verifier.RunFixture.KIM_AT;
import static dev.firstcome.e2e.verifier.RunFixture.KIM_DUPLICATE_AT;
import static dev.firstcome.e2e.verifier.RunFixture.LEE;
import static dev.firstcome.e2e.verifier.RunFixture.LEE_AT;
import static dev.firstcome.e2e.verifier.RunFixture.PARK;
import static dev.firstcome.e2e.verifier.RunFixture.PARK_AT;
import static dev.firstcome.e2e.verifier.RunFixture.PARTITION;
import static dev.firstcome.e2e.verifier.RunFixture.SALE;
import static dev.firstcome.e2e.verifier.RunFixture.UNREADABLE_AT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.log.RulesActivated;
import dev.firstcome.contracts.coupon.result.RejectReason;
import dev.firstcome.e2e.verifier.Verdict.Finding;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Tests that the verifier accepts a valid run and reports each injected violation under exactly the broken invariants.
 * A published result that violates C1 to C4 or C12 also differs from the model, and so violates C5.
 */
class RunVerifierTests {
    private final RunFixture run = new RunFixture();

    @Test
    void validRunChecksItemsOfEveryInvariant() {
        List<Verdict> verdicts = RunVerifier.verdicts(run.evidence(), Set.of(SALE));

        assertThat(verdicts).extracting(Verdict::invariant).containsExactlyElementsOf(Invariant.ofCoupons());
        assertThat(verdicts).allMatch(Verdict::valid).allMatch(verdict -> verdict.itemsChecked() > 0);
    }

    @Test
    void duplicateResultsAreValid() {
        run.results.addAll(List.copyOf(run.results));

        assertViolated();
    }

    @Test
    void c1FindsCouponBeyondStock() {
        run.replaceWithIssued(DANA, DANA_AT, 4);

        assertViolated(C1, C5, C12);
    }

    @Test
    void c2FindsSecondCouponOfUser() {
        run.replaceWithIssued(KIM, KIM_DUPLICATE_AT, 2);
        run.replaceWithIssued(LEE, LEE_AT, 3);
        run.replaceWithRejected(PARK, PARK_AT, RejectReason.SOLD_OUT);

        assertViolated(C2, C5);
    }

    @Test
    void c3FindsSequenceGap() {
        run.replaceWithIssued(PARK, PARK_AT, 4);

        assertViolated(C3, C5);
    }

    @Test
    void c3FindsDuplicateSequence() {
        run.replaceWithIssued(PARK, PARK_AT, 2);

        assertViolated(C3, C5);
    }

    @Test
    void c4FindsSequencesOutOfLogOrder() {
        run.replaceWithIssued(LEE, LEE_AT, 3);
        run.replaceWithIssued(PARK, PARK_AT, 2);

        assertViolated(C4, C5);
    }

    @Test
    void c5FindsOutcomeThatDiffersFromModel() {
        run.replaceWithRejected(DANA, DANA_AT, RejectReason.CLOSED);

        assertViolated(C5);
    }

    @Test
    void c5FindsResultUnderWrongKey() {
        Evidence.PublishedResult last = run.results.removeLast();
        run.results.add(new Evidence.PublishedResult(CHOI.toString(), last.type(), last.id(), last.result()));

        assertViolated(C5);
    }

    @Test
    void c6FindsRequestWithoutOutcome() {
        run.withdraw(DANA_AT);

        assertViolated(C6);
    }

    @Test
    void c6FindsRequestWithTwoOutcomes() {
        run.publish(RunFixture.rejected(DANA, DANA_AT, RejectReason.CLOSED));

        assertViolated(C5, C6);
    }

    @Test
    void c6FindsAcceptedRequestMissingInLog() {
        run.attempts.add(RunFixture.attempt(DANA, 99, "second", RunFixture.accepted(99)));

        assertViolated(C6);
    }

    @Test
    void c6FindsAcceptedRequestAtPositionOfOtherUser() {
        run.attempts.add(RunFixture.attempt(KIM, DANA_AT, "first", RunFixture.accepted(DANA_AT)));

        assertViolated(C6);
    }

    @Test
    void c6FindsResultWithoutRequest() {
        run.publish(RunFixture.rejected(DANA, 99, RejectReason.SOLD_OUT));

        assertViolated(C6);
    }

    @Test
    void c6FindsRefusedRequestInLog() {
        run.attempts.removeLast();
        run.attempts.add(RunFixture.attempt(DANA, DANA_AT, "first", new ClientHistory.Outcome.Refused("SOLD_OUT")));

        assertViolated(C6);
    }

    @Test
    void lostResponsesAreResolvedFromLog() {
        run.attempts.removeLast();
        run.attempts.add(RunFixture.attempt(DANA, DANA_AT, "first", new ClientHistory.Outcome.Unknown()));
        run.attempts.add(RunFixture.attempt(DANA, 99, "never written", new ClientHistory.Outcome.Unknown()));

        assertViolated();
    }

    @Test
    void ambiguousLostResponsesAreUnknown() {
        run.attempts.removeLast();
        run.attempts.add(RunFixture.attempt(DANA, DANA_AT, null, new ClientHistory.Outcome.Unknown()));
        run.attempts.add(RunFixture.attempt(DANA, 99, null, new ClientHistory.Outcome.Unknown()));

        assertThat(findings()).containsEntry(C6, Finding.UNKNOWN);
    }

    @Test
    void lostResponsesAreUnknownIfLogIsTruncated() {
        run.attempts.add(RunFixture.attempt(DANA, 99, "never written", new ClientHistory.Outcome.Unknown()));
        run.logStart = 4;

        assertThat(findings()).containsEntry(C6, Finding.UNKNOWN);
    }

    @Test
    void c7FindsStatusRegression() {
        run.observe(KIM, KIM_AT, "WAITING", null, null);

        assertViolated(C7);
    }

    @Test
    void c7FindsDifferentRejectReasons() {
        run.observe(CHOI, CHOI_AT, "REJECTED", "CLOSED", null);

        assertViolated(C7);
    }

    @Test
    void c8FindsObservedCouponThatWasNotIssued() {
        run.observe(DANA, DANA_AT, "ISSUED", null, 4L);

        assertViolated(C8);
    }

    @Test
    void c8FindsCouponMissingInWallets() {
        run.wallet.removeIf(row -> row.userId().equals(KIM));

        assertViolated(C8, C9);
    }

    @Test
    void c9FindsDifferentStateInRedis() {
        Evidence.LiveState live = liveState();
        live.state().due().put(SALE, 1L);

        assertViolated(C9);
    }

    @Test
    void c9FindsMissingState() {
        run.live.clear();

        assertViolated(C9, C10, C11);
    }

    @Test
    void c9FindsUndecodableState() {
        run.liveFaults.add("an undecodable key");

        assertViolated(C9);
    }

    @Test
    void c9FindsDuplicateMissingAndUnexpectedWalletRows() {
        Evidence.WalletRow lee = run.wallet.stream()
                .filter(row -> row.userId().equals(LEE))
                .findFirst()
                .orElseThrow();

        run.wallet.add(lee);
        assertViolated(C9);

        run.wallet.removeIf(lee::equals);
        assertViolated(C9);

        run.wallet.add(
                new Evidence.WalletRow("pg-2", lee.bucket(), DANA, LEE, SALE, 0, 2, 1, PARTITION, LEE_AT, false));
        assertViolated(C9);
    }

    @Test
    void c10FindsUnpublishedRecord() {
        run.progress.removeLast();

        assertViolated(C10);
    }

    @Test
    void c10FindsUnappliedRecord() {
        run.write(99, RunFixture.request(DANA, "late"));
        run.publish(RunFixture.rejected(DANA, 99, RejectReason.SOLD_OUT));

        assertViolated(C10);
    }

    @Test
    void c11FindsDeadLetterOfValidRecord() {
        run.deadLetters.add(RunFixture.deadLetter(DANA_AT, new byte[] {1}));

        assertViolated(C11);
    }

    @Test
    void c11FindsDeadLetterWithoutOrigin() {
        run.deadLetters.add(new Evidence.DeadLetter("coupon.requests", "three", "17", null, null));

        assertViolated(C11);
    }

    @Test
    void c11FindsDeadLetterThatDiffersFromRecord() {
        run.deadLetters.clear();
        run.deadLetters.add(RunFixture.deadLetter(UNREADABLE_AT, new byte[] {2}));

        assertViolated(C11);
    }

    @Test
    void c11FindsInvalidRecordWithoutDeadLetter() {
        run.deadLetters.clear();

        assertViolated(C11);
    }

    @Test
    void c12FindsCouponAfterSoldOut() {
        run.replaceWithRejected(LEE, LEE_AT, RejectReason.SOLD_OUT);
        run.replaceWithIssued(PARK, PARK_AT, 2);

        assertViolated(C5, C12);
    }

    @Test
    void c13FindsOutOfOrderRequest() {
        run.attempts.removeLast();
        run.attempts.add(RunFixture.attempt(DANA, 1, "first", RunFixture.accepted(DANA_AT)));

        assertViolated(C13);
    }

    @Test
    void concurrentRequestsMayBeInAnyOrder() {
        run.attempts.removeLast();
        run.attempts.add(
                new ClientHistory.RecordedAttempt(SALE, DANA, "first", 1, 10_000, RunFixture.accepted(DANA_AT)));

        assertViolated();
    }

    @Test
    void unknownRulesVersionIsInvalid() {
        run.write(99, new RulesActivated(SALE, "activate", 3));

        assertViolated(C5, C9, C10);
    }

    @Test
    void checkWithoutItemsIsInvalidUnlessAllowed() {
        var empty = new Evidence(
                "topic-1",
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                new ClientHistory.Snapshot(List.of(), List.of()));

        assertThat(RunVerifier.verdicts(empty, Set.of(SALE))).noneMatch(Verdict::valid);
        assertThat(RunVerifier.verdicts(empty, Set.of(SALE), Set.of(C11)))
                .filteredOn(Verdict::valid)
                .extracting(Verdict::invariant)
                .containsExactly(C11);
    }

    @Test
    void verdictLimitsSamplesAndCountsTheRest() {
        for (int i = 0; i < 100; i++) {
            run.liveFaults.add("fault " + i);
        }

        assertThat(RunVerifier.verdicts(run.evidence(), Set.of(SALE)))
                .filteredOn(verdict -> verdict.invariant() == C9)
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.samples())
                        .hasSize(Verdict.SAMPLES_MAX)
                        .last()
                        .isEqualTo("and 81 more"));
    }

    private Evidence.LiveState liveState() {
        Evidence.LiveState live = run.live.get(PARTITION);
        assertThat(live).isNotNull();
        if (live == null) {
            throw new IllegalStateException("The fixture has no state");
        }
        return live;
    }

    private Map<Invariant, Finding> findings() {
        return RunVerifier.verdicts(run.evidence(), Set.of(SALE)).stream()
                .collect(Collectors.toMap(Verdict::invariant, Verdict::finding));
    }

    private void assertViolated(Invariant... violated) {
        List<Verdict> verdicts = RunVerifier.verdicts(run.evidence(), Set.of(SALE));
        assertThat(verdicts)
                .filteredOn(verdict -> !verdict.valid())
                .as(new VerificationReport(verdicts).table())
                .extracting(Verdict::invariant)
                .containsExactlyElementsOf(Arrays.stream(violated).sorted().toList());
        assertThat(verdicts)
                .filteredOn(verdict -> !verdict.valid())
                .allMatch(verdict -> verdict.finding() == Finding.INVALID)
                .noneMatch(verdict -> verdict.samples().isEmpty());
    }
}
