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
import static dev.firstcome.e2e.verifier.RunFixture.KIM_AGAIN_AT;
import static dev.firstcome.e2e.verifier.RunFixture.KIM_AT;
import static dev.firstcome.e2e.verifier.RunFixture.LEE;
import static dev.firstcome.e2e.verifier.RunFixture.LEE_AT;
import static dev.firstcome.e2e.verifier.RunFixture.PARK;
import static dev.firstcome.e2e.verifier.RunFixture.PARK_AT;
import static dev.firstcome.e2e.verifier.RunFixture.PARTITION;
import static dev.firstcome.e2e.verifier.RunFixture.SALE;
import static dev.firstcome.e2e.verifier.RunFixture.UNREADABLE_AT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.RejectReason;
import dev.firstcome.contracts.coupon.RulesActivated;
import dev.firstcome.e2e.verifier.Verdict.Finding;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The judge finds a run valid in which all is well, and each planted violation, as exactly the invariants that it breaks.
 * Whatever contradicts C1 to C4 or C12 in what was published also contradicts the model, and so C5.
 */
class RunVerifierTests {
    private final RunFixture run = new RunFixture();

    @Test
    void aRunInWhichAllIsWellIsValidAndEveryInvariantLookedAtSomething() {
        List<Verdict> verdicts = RunVerifier.verdicts(run.evidence(), Set.of(SALE));

        assertThat(verdicts).extracting(Verdict::invariant).containsExactlyElementsOf(Invariant.ofCoupons());
        assertThat(verdicts).allMatch(Verdict::valid).allMatch(verdict -> verdict.itemsLookedAt() > 0);
    }

    @Test
    void resultsThatAreRepeatedAreStillValid() {
        run.results.addAll(List.copyOf(run.results));

        assertBroken();
    }

    @Test
    void c1FindsOneCouponTooMany() {
        run.issuesInstead(DANA, DANA_AT, 4);

        assertBroken(C1, C5, C12);
    }

    @Test
    void c2FindsASecondCouponOfAUser() {
        run.issuesInstead(KIM, KIM_AGAIN_AT, 2);
        run.issuesInstead(LEE, LEE_AT, 3);
        run.rejectsInstead(PARK, PARK_AT, RejectReason.SOLD_OUT);

        assertBroken(C2, C5);
    }

    @Test
    void c3FindsAGap() {
        run.issuesInstead(PARK, PARK_AT, 4);

        assertBroken(C3, C5);
    }

    @Test
    void c3FindsARepeatedSequence() {
        run.issuesInstead(PARK, PARK_AT, 2);

        assertBroken(C3, C5);
    }

    @Test
    void c4FindsSequencesAgainstTheLogsOrder() {
        run.issuesInstead(LEE, LEE_AT, 3);
        run.issuesInstead(PARK, PARK_AT, 2);

        assertBroken(C4, C5);
    }

    @Test
    void c5FindsAnOutcomeThatTheModelDoesNotKnow() {
        run.rejectsInstead(DANA, DANA_AT, RejectReason.CLOSED);

        assertBroken(C5);
    }

    @Test
    void c5FindsAResultUnderAnotherName() {
        Evidence.PublishedResult last = run.results.removeLast();
        run.results.add(new Evidence.PublishedResult(CHOI.toString(), last.type(), last.id(), last.result()));

        assertBroken(C5);
    }

    @Test
    void c6FindsARequestWithoutAnOutcome() {
        run.withdraws(DANA_AT);

        assertBroken(C6);
    }

    @Test
    void c6FindsARequestWithTwoOutcomes() {
        run.publishes(RunFixture.rejected(DANA, DANA_AT, RejectReason.CLOSED));

        assertBroken(C5, C6);
    }

    @Test
    void c6FindsAnAcceptedRequestThatIsNotInTheLog() {
        run.asked.add(RunFixture.asked(DANA, 99, "second", RunFixture.accepted(99)));

        assertBroken(C6);
    }

    @Test
    void c6FindsAnAcceptedRequestAtSomebodyElsesPlace() {
        run.asked.add(RunFixture.asked(KIM, DANA_AT, "first", RunFixture.accepted(DANA_AT)));

        assertBroken(C6);
    }

    @Test
    void c6FindsAResultThatNobodyAskedFor() {
        run.publishes(RunFixture.rejected(DANA, 99, RejectReason.SOLD_OUT));

        assertBroken(C6);
    }

    @Test
    void c6FindsARefusedRequestInTheLog() {
        run.asked.removeLast();
        run.asked.add(RunFixture.asked(DANA, DANA_AT, "first", new ClientHistory.Outcome.Refused("SOLD_OUT")));

        assertBroken(C6);
    }

    @Test
    void aLostAnswerIsResolvedFromTheLogWhetherTheRequestIsThereOrNot() {
        run.asked.removeLast();
        run.asked.add(RunFixture.asked(DANA, DANA_AT, "first", new ClientHistory.Outcome.Unknown()));
        run.asked.add(RunFixture.asked(DANA, 99, "never came", new ClientHistory.Outcome.Unknown()));

        assertBroken();
    }

    @Test
    void lostAnswersThatTheLogCannotTellApartAreUnknown() {
        run.asked.removeLast();
        run.asked.add(RunFixture.asked(DANA, DANA_AT, null, new ClientHistory.Outcome.Unknown()));
        run.asked.add(RunFixture.asked(DANA, 99, null, new ClientHistory.Outcome.Unknown()));

        assertThat(findings()).containsEntry(C6, Finding.UNKNOWN);
    }

    @Test
    void lostAnswersAreUnknownWhenTheLogWasCut() {
        run.asked.add(RunFixture.asked(DANA, 99, "never came", new ClientHistory.Outcome.Unknown()));
        run.logStart = 4;

        assertThat(findings()).containsEntry(C6, Finding.UNKNOWN);
    }

    @Test
    void c7FindsAStepBack() {
        run.shows(KIM, KIM_AT, "WAITING", null, null);

        assertBroken(C7);
    }

    @Test
    void c7FindsTwoReasons() {
        run.shows(CHOI, CHOI_AT, "REJECTED", "CLOSED", null);

        assertBroken(C7);
    }

    @Test
    void c8FindsACouponThatNobodyIssued() {
        run.shows(DANA, DANA_AT, "ISSUED", null, 4L);

        assertBroken(C8);
    }

    @Test
    void c8FindsACouponThatIsInNoWallet() {
        run.wallet.removeIf(row -> row.userId().equals(KIM));

        assertBroken(C8, C9);
    }

    @Test
    void c9FindsAnOtherStateInRedis() {
        Evidence.LiveState live = liveState();
        live.state().due().put(SALE, 1L);

        assertBroken(C9);
    }

    @Test
    void c9FindsAMissingState() {
        run.live.clear();

        assertBroken(C9, C10, C11);
    }

    @Test
    void c9FindsWhatIsNoState() {
        run.liveFaults.add("a key of another form");

        assertBroken(C9);
    }

    @Test
    void c9FindsACouponMissingInTheWalletsAndOneTooManyAndOneTwice() {
        Evidence.WalletRow lee = run.wallet.stream()
                .filter(row -> row.userId().equals(LEE))
                .findFirst()
                .orElseThrow();

        run.wallet.add(lee);
        assertBroken(C9);

        run.wallet.removeIf(lee::equals);
        assertBroken(C9);

        run.wallet.add(
                new Evidence.WalletRow("pg-2", lee.bucket(), DANA, LEE, SALE, 0, 2, 1, PARTITION, LEE_AT, false));
        assertBroken(C9);
    }

    @Test
    void c10FindsWhatIsNotPublished() {
        run.progress.removeLast();

        assertBroken(C10);
    }

    @Test
    void c10FindsWhatIsNotApplied() {
        run.write(99, RunFixture.request(DANA, "late"));
        run.publishes(RunFixture.rejected(DANA, 99, RejectReason.SOLD_OUT));

        assertBroken(C10);
    }

    @Test
    void c11FindsADeadLetterOfAGoodRecord() {
        run.deadLetters.add(RunFixture.deadLetter(DANA_AT, new byte[] {1}));

        assertBroken(C11);
    }

    @Test
    void c11FindsADeadLetterWithoutAnOrigin() {
        run.deadLetters.add(new Evidence.DeadLetter("coupon.requests", "three", "17", null, null));

        assertBroken(C11);
    }

    @Test
    void c11FindsADeadLetterThatIsNoCopy() {
        run.deadLetters.clear();
        run.deadLetters.add(RunFixture.deadLetter(UNREADABLE_AT, new byte[] {2}));

        assertBroken(C11);
    }

    @Test
    void c11FindsAnInvalidRecordWithoutADeadLetter() {
        run.deadLetters.clear();

        assertBroken(C11);
    }

    @Test
    void c12FindsACouponAfterTheLast() {
        run.rejectsInstead(LEE, LEE_AT, RejectReason.SOLD_OUT);
        run.issuesInstead(PARK, PARK_AT, 2);

        assertBroken(C5, C12);
    }

    @Test
    void c13FindsARequestThatOvertookAnother() {
        run.asked.removeLast();
        run.asked.add(RunFixture.asked(DANA, 1, "first", RunFixture.accepted(DANA_AT)));

        assertBroken(C13);
    }

    @Test
    void requestsThatWereOnTheirWayTogetherMayBeInAnyOrder() {
        run.asked.removeLast();
        run.asked.add(new ClientHistory.Asked(SALE, DANA, "first", 1, 10_000, RunFixture.accepted(DANA_AT)));

        assertBroken();
    }

    @Test
    void aLogThatAsksForUnknownRulesIsInvalid() {
        run.write(99, new RulesActivated(SALE, "activate", 2));

        assertBroken(C5, C9, C10);
    }

    @Test
    void nothingLookedAtIsInvalidUnlessThereIsNothingToLookAt() {
        var nothing = new Evidence(
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

        assertThat(RunVerifier.verdicts(nothing, Set.of(SALE))).noneMatch(Verdict::valid);
        assertThat(RunVerifier.verdicts(nothing, Set.of(SALE), Set.of(C11)))
                .filteredOn(Verdict::valid)
                .extracting(Verdict::invariant)
                .containsExactly(C11);
    }

    @Test
    void aVerdictHasAFewWitnessesAndSaysHowManyMoreThereAre() {
        for (int i = 0; i < 100; i++) {
            run.liveFaults.add("fault " + i);
        }

        assertThat(RunVerifier.verdicts(run.evidence(), Set.of(SALE)))
                .filteredOn(verdict -> verdict.invariant() == C9)
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.witnesses())
                        .hasSize(Verdict.WITNESSES_MAX)
                        .last()
                        .isEqualTo("and 81 more"));
    }

    private Evidence.LiveState liveState() {
        Evidence.LiveState live = run.live.get(PARTITION);
        assertThat(live).isNotNull();
        if (live == null) {
            throw new IllegalStateException("the fixture has a state");
        }
        return live;
    }

    private Map<Invariant, Finding> findings() {
        return RunVerifier.verdicts(run.evidence(), Set.of(SALE)).stream()
                .collect(Collectors.toMap(Verdict::invariant, Verdict::finding));
    }

    private void assertBroken(Invariant... broken) {
        List<Verdict> verdicts = RunVerifier.verdicts(run.evidence(), Set.of(SALE));
        assertThat(verdicts)
                .filteredOn(verdict -> !verdict.valid())
                .as(new VerificationReport(verdicts).table())
                .extracting(Verdict::invariant)
                .containsExactlyElementsOf(Arrays.stream(broken).sorted().toList());
        assertThat(verdicts)
                .filteredOn(verdict -> !verdict.valid())
                .allMatch(verdict -> verdict.finding() == Finding.INVALID)
                .noneMatch(verdict -> verdict.witnesses().isEmpty());
    }
}
