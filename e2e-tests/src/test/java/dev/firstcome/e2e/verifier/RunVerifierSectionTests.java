package dev.firstcome.e2e.verifier;

import static dev.firstcome.e2e.verifier.RunFixture.DANA;
import static dev.firstcome.e2e.verifier.RunFixture.KIM;
import static dev.firstcome.e2e.verifier.RunFixture.KIM_AT;
import static dev.firstcome.e2e.verifier.RunFixture.LEE_AT;
import static dev.firstcome.e2e.verifier.RunFixture.PARTITION;
import static dev.firstcome.e2e.verifier.RunFixture.SALE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.contracts.coupon.CampaignMode;
import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.contracts.coupon.log.CampaignScheduled;
import dev.firstcome.contracts.coupon.log.CouponRecord;
import dev.firstcome.contracts.coupon.log.IssueRequested;
import dev.firstcome.contracts.coupon.result.RejectReason;
import dev.firstcome.e2e.verifier.Evidence.LiveState;
import dev.firstcome.model.Fold;
import dev.firstcome.model.LowWatermark;
import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.log.LogRecordCodec;
import dev.firstcome.model.state.Decision;
import dev.firstcome.model.state.PartitionState;
import dev.firstcome.model.state.RecordedDecision;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the verification of one campaign whose partition also has records of another campaign, before and after. */
class RunVerifierSectionTests {
    private static final UUID OTHER = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8058");
    private static final String TOPIC = "topic-1";
    private static final long OTHER_STARTS_AT = 5;
    private static final long STARTS_AT = 8;
    private static final long LAST = 30;
    private static final long BEFORE_MILLIS = 900;
    private static final long OPENS_MILLIS = 1_000;

    private final RunFixture run = new RunFixture();

    @BeforeEach
    void addOtherCampaign() {
        write(OTHER_STARTS_AT, BEFORE_MILLIS, scheduled());
        write(12, OPENS_MILLIS, request());
        write(LAST, OPENS_MILLIS, request());
        run.log.sort(Comparator.comparingLong(LogRecord::offset));
        Fold fold = new Fold(PARTITION);
        run.log.forEach(fold::apply);
        run.live.put(PARTITION, new LiveState(TOPIC, 1, fold.state()));
        run.progress.add(new IssueProgress(TOPIC, PARTITION, LAST, 1, 0));
        run.logStart = 2;
    }

    @Test
    void everyInvariantOfAValidRunHasItems() {
        assertThat(verdicts()).extracting(Verdict::invariant).containsExactlyElementsOf(Invariant.ofCoupons());
        assertThat(verdicts())
                .as(new VerificationReport(verdicts()).table())
                .allMatch(Verdict::valid)
                .allMatch(verdict -> verdict.itemsChecked() > 0);
    }

    @Test
    void recordsOfOtherCampaignsAreNotRead() {
        assertThat(evidence().log()).allMatch(section()::contains).hasSize(8);
    }

    @Test
    void lostResponsesAreResolvedAlthoughTheLogIsTruncatedBeforeTheSection() {
        run.attempts.add(RunFixture.attempt(DANA, 99, "never written", new ClientHistory.Outcome.Unknown()));

        assertThat(violated()).isEmpty();
    }

    @Test
    void differentOutcomeInRedisViolatesC9() {
        changeOutcome(KIM_AT, new Decision.SoldOut());

        assertThat(violated()).containsExactly(Invariant.C9);
    }

    @Test
    void outcomesOfOtherCampaignsAreIgnored() {
        changeOutcome(LAST, new Decision.SoldOut());

        assertThat(violated()).isEmpty();
    }

    @Test
    void differentClosingTimeInRedisViolatesC9() {
        state().due().put(SALE, 1L);

        assertThat(violated()).containsExactly(Invariant.C9);
    }

    @Test
    void missingCampaignInRedisViolatesC9() {
        state().campaigns().remove(SALE);

        assertThat(violated()).containsExactly(Invariant.C9);
    }

    @Test
    void missingAndUnexpectedCouponsViolateC9() {
        Evidence.WalletRow kim = run.wallet.stream()
                .filter(row -> row.userId().equals(KIM))
                .findFirst()
                .orElseThrow();
        run.wallet.remove(kim);
        assertThat(violated()).contains(Invariant.C9);

        run.wallet.add(kim);
        run.wallet.add(
                new Evidence.WalletRow("pg-2", kim.bucket(), DANA, KIM, SALE, 0, 2, 1, PARTITION, LEE_AT, false));
        assertThat(violated()).containsExactly(Invariant.C9);
    }

    @Test
    void unappliedRecordViolatesC9AndC10() {
        PartitionState state = state();
        run.live.put(
                PARTITION,
                new LiveState(
                        TOPIC,
                        1,
                        new PartitionState(
                                PARTITION, 7, state.time(), state.campaigns(), state.due(), state.outcomes())));

        assertThat(violated()).containsExactly(Invariant.C9, Invariant.C10);
    }

    @Test
    void unpublishedRecordViolatesC10() {
        run.progress.clear();
        run.progress.add(new IssueProgress(TOPIC, PARTITION, KIM_AT, 1, 0));

        assertThat(violated()).containsExactly(Invariant.C10);
    }

    @Test
    void unreadableRecordWithoutDeadLetterViolatesC11() {
        byte[] key = SALE.toString().getBytes(StandardCharsets.UTF_8);
        run.log.add(new LogRecord(PARTITION, LAST + 1, OPENS_MILLIS, key, null, new byte[] {1}));
        Fold fold = new Fold(PARTITION);
        run.log.forEach(fold::apply);
        run.live.put(PARTITION, new LiveState(TOPIC, 1, fold.state()));
        run.progress.add(new IssueProgress(TOPIC, PARTITION, LAST + 1, 1, 0));

        assertThat(violated()).containsExactly(Invariant.C11);
    }

    @Test
    void differentPublishedResultViolatesC5() {
        run.replaceWithRejected(DANA, RunFixture.DANA_AT, RejectReason.CLOSED);

        assertThat(violated()).containsExactly(Invariant.C5);
    }

    @Test
    void wrongStartTimeViolatesC9() {
        var start = new LowWatermark(STARTS_AT, 0);

        assertThat(violated(evidence(new CampaignSection(SALE, PARTITION, start))))
                .containsExactly(Invariant.C9);
    }

    @Test
    void anotherCampaignCannotBeVerified() {
        assertThatThrownBy(() -> RunVerifier.verdicts(evidence(), Set.of(OTHER)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static CampaignSection section() {
        return new CampaignSection(SALE, PARTITION, new LowWatermark(STARTS_AT, BEFORE_MILLIS));
    }

    private Evidence evidence() {
        return evidence(section());
    }

    private Evidence evidence(CampaignSection section) {
        return new Evidence(
                TOPIC,
                Map.of(PARTITION, run.logStart),
                run.log.stream().filter(section::contains).toList(),
                run.results,
                run.progress,
                run.deadLetters.stream()
                        .filter(letter -> section.hasCampaignKey(letter.key()))
                        .toList(),
                run.live,
                run.liveFaults,
                run.wallet,
                new ClientHistory.Snapshot(run.attempts, run.statuses),
                section);
    }

    private List<Verdict> verdicts() {
        return RunVerifier.verdicts(evidence(), Set.of(SALE));
    }

    private List<Invariant> violated() {
        return violated(evidence());
    }

    private static List<Invariant> violated(Evidence evidence) {
        return RunVerifier.verdicts(evidence, Set.of(SALE)).stream()
                .filter(verdict -> !verdict.valid())
                .map(Verdict::invariant)
                .toList();
    }

    private PartitionState state() {
        return Objects.requireNonNull(run.live.get(PARTITION)).state();
    }

    private void changeOutcome(long offset, Decision decision) {
        PartitionState state = state();
        var outcomes = new TreeMap<>(state.outcomes());
        outcomes.put(offset, new RecordedDecision(decision, 0));
        run.live.put(
                PARTITION,
                new LiveState(
                        TOPIC,
                        1,
                        new PartitionState(
                                PARTITION, state.applied(), state.time(), state.campaigns(), state.due(), outcomes)));
    }

    private void write(long offset, long timeMillis, CouponRecord record) {
        run.log.add(LogRecordCodec.write(PARTITION, offset, timeMillis, record));
    }

    private static IssueRequested request() {
        return new IssueRequested(OTHER, KIM, "other", List.of(), KIM, "salt", Instant.EPOCH);
    }

    private static CampaignScheduled scheduled() {
        return new CampaignScheduled(
                OTHER,
                "schedule",
                1,
                3,
                1,
                CampaignMode.FIFO,
                null,
                Instant.ofEpochMilli(OPENS_MILLIS),
                Instant.ofEpochMilli(2 * OPENS_MILLIS),
                List.of(),
                null);
    }
}
