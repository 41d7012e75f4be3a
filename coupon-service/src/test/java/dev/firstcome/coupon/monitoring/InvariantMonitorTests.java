package dev.firstcome.coupon.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.log.StockAdded;
import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.contracts.coupon.result.RejectReason;
import dev.firstcome.contracts.coupon.result.RequestRejected;
import dev.firstcome.coupon.invariants.InvariantBreach;
import dev.firstcome.coupon.invariants.InvariantLedger;
import dev.firstcome.coupon.invariants.LiveInvariant;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.platform.alerts.AlertSamples;
import dev.firstcome.testsupport.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ordinary streams raise no breach in any consumption order, and each violation is detected. */
class InvariantMonitorTests {
    private static final int PARTITION = 3;
    private static final int STREAMS = 250;
    private static final int RECORDS = 300;
    private static final UUID CAMPAIGN = UUID.randomUUID();
    private static final Duration CLOCK_STEP = Duration.ofMillis(200);

    private final InvariantMonitorFixture fixture = InvariantMonitorFixture.withStockOfTen();
    private long published = -1;
    private long readTo;

    @AfterEach
    void close() throws InterruptedException {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ordinaryStreamsRaiseNoBreach(boolean fromTheMiddle) throws InterruptedException {
        long coupons = 0;
        for (long seed = Seeds.one(); seed < Seeds.one() + STREAMS; seed++) {
            RandomLogStream stream = new RandomLogStream(seed, RECORDS);
            try (InvariantMonitorFixture one = new InvariantMonitorFixture(stream, _ -> false)) {
                stream.consumeWith(one.monitor, fromTheMiddle);
                assertThat(one.breaches).as("seed %x", seed).isEmpty();
                assertThat(undecided(one)).as("undecided, seed %x", seed).isZero();
                coupons += one.state(LiveInvariant.C3).checked();
            }
        }
        System.out.printf("%d ordinary streams, %d coupons checked%n", STREAMS, coupons);
        assertThat(coupons).isGreaterThan(STREAMS);
    }

    private static double undecided(InvariantMonitorFixture one) {
        return one.meters.find("firstcome.coupon.watch.undecided").gauges().stream()
                .filter(gauge -> !new UUID(0, 0).toString().equals(gauge.getId().getTag("campaign")))
                .mapToDouble(gauge -> gauge.value())
                .max()
                .orElse(0);
    }

    @Test
    void aDuplicateSequenceIsC3() {
        issue(1, 5);
        process(coupon(20, 3, UUID.randomUUID()));

        evaluateTwoRounds();

        assertThat(fixture.violated()).containsExactly(LiveInvariant.C3);
        assertThat(fixture.breaches.getFirst().campaignId()).isEqualTo(CAMPAIGN);
        assertThat(fixture.breaches.getFirst().samples())
                .containsExactly("sequence 3 was issued to the requests at 3-3 and 3-20");
        assertThat(fixture.alertSamples.of(InvariantLedger.ALERT, "C3")).hasSize(1);
        assertThat(fixture.meters
                        .get(InvariantLedger.METER)
                        .tag("invariant", "C3")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(fixture.state(LiveInvariant.C3).breach()).isEqualTo(fixture.breaches.getFirst());
        assertThat(fixture.state(LiveInvariant.C4).holds()).isTrue();
    }

    @Test
    void aGapIsC3OnlyAfterAllRecordsBelowArePublished() {
        issue(1, 3);
        process(coupon(5, 5, UUID.randomUUID()));
        published = 4;
        evaluate();
        evaluate();
        assertThat(fixture.breaches).as("its record may still be unpublished").isEmpty();

        published = 5;
        evaluateTwoRounds();

        assertThat(fixture.violated()).containsExactly(LiveInvariant.C3);
        assertThat(fixture.breaches.getFirst().samples().getFirst())
                .startsWith("sequence 4 is missing before sequence 5");
    }

    @Test
    void aSequenceFarAboveAllOthersIsC3AndC1() {
        issue(1, 3);
        process(coupon(4, 1L << 40, UUID.randomUUID()));
        published = 4;
        evaluateTwoRounds();

        assertThat(fixture.violated()).containsExactlyInAnyOrder(LiveInvariant.C3, LiveInvariant.C1);
        published = 3;
        fixture.breaches.clear();
        issue(4, 6);
        evaluateTwoRounds();
        assertThat(fixture.breaches)
                .as("following sequences are checked as before")
                .isEmpty();
    }

    @Test
    void aSequenceAgainstTheLogOrderIsC4() {
        issue(1, 3);
        process(coupon(9, 4, UUID.randomUUID()), coupon(8, 5, UUID.randomUUID()));

        evaluateTwoRounds();

        assertThat(fixture.violated()).containsExactly(LiveInvariant.C4);
    }

    @Test
    void moreCouponsThanTheStockIsC1() {
        issue(1, 11);

        evaluateTwoRounds();

        assertThat(fixture.violated()).containsExactly(LiveInvariant.C1);
    }

    @Test
    void aSecondCouponOfAUserIsC2() {
        UUID kim = UUID.randomUUID();
        issue(1, 3);
        process(coupon(4, 4, kim), coupon(5, 5, kim));

        evaluateTwoRounds();

        assertThat(fixture.violated()).containsExactly(LiveInvariant.C2);
    }

    @Test
    void aCouponAfterSoldOutIsC12UnlessStockWasAdded() {
        issue(1, 3);
        process(rejected(4, RejectReason.SOLD_OUT), coupon(6, 4, UUID.randomUUID()));
        fixture.monitor.process(
                List.of(new MonitoredRecord.Command(new StockAdded(CAMPAIGN, "more", 1), PARTITION, 5)));
        evaluateTwoRounds();
        assertThat(fixture.breaches).isEmpty();

        process(rejected(7, RejectReason.SOLD_OUT), coupon(8, 5, UUID.randomUUID()));
        evaluateTwoRounds();

        assertThat(fixture.violated()).containsExactly(LiveInvariant.C12);
    }

    @Test
    void aRepublishedResultIsNoBreach() {
        UUID kim = UUID.randomUUID();
        issue(1, 3);
        process(coupon(4, 4, kim), coupon(4, 4, kim));

        evaluateTwoRounds();

        assertThat(fixture.breaches).isEmpty();
    }

    @Test
    void suspectsWaitUntilTheFactsAreAvailable() throws InterruptedException {
        boolean[] isAvailable = {false};
        CampaignFacts facts =
                _ -> isAvailable[0] ? Optional.of(new CampaignFacts.Facts(false, 1, 10, 0)) : Optional.empty();
        try (InvariantMonitorFixture one = new InvariantMonitorFixture(facts, _ -> false)) {
            beginCampaign(one);
            one.monitor.process(List.of(result(1, 1), result(2, 1)));
            EvaluationRound round = new EvaluationRound(Map.of(PARTITION, 2L), Map.of(PARTITION, 3L));
            one.monitor.evaluate(round);
            one.monitor.evaluate(round);
            assertThat(one.breaches).isEmpty();

            isAvailable[0] = true;
            one.monitor.evaluate(round);

            assertThat(one.violated()).containsExactly(LiveInvariant.C3);
        }
    }

    @Test
    void publishedRequestsWithoutAnOutcomeAreCounted() {
        beginCampaign(fixture);
        for (int offset = 1; offset <= 20; offset++) {
            fixture.monitor.process(List.of(new MonitoredRecord.Request(CAMPAIGN, PARTITION, offset)));
        }
        process(coupon(1, 1, UUID.randomUUID()), coupon(2, 2, UUID.randomUUID()));
        published = 2;
        readTo = 21;
        evaluate();
        assertThat(fixture.gauge("undecided", CAMPAIGN))
                .as("requests in flight")
                .isZero();

        published = 20;
        evaluate();

        assertThat(fixture.gauge("undecided", CAMPAIGN)).isEqualTo(18);
    }

    @Test
    void skippedRecordsAreCounted() {
        issue(1, 3);
        fixture.monitor.restart(1_000);

        assertThat(fixture.state(LiveInvariant.C3).checked()).isEqualTo(3);
        assertThat(fixture.state(LiveInvariant.C3).notChecked()).isEqualTo(1_000);
        assertThat(fixture.state(LiveInvariant.C8).checked()).isZero();
    }

    @Test
    void theNumberOfCampaignsIsBounded() {
        for (int i = 0; i < 3 * InvariantMonitor.CAMPAIGNS_MAX; i++) {
            fixture.monitor.process(List.of(new MonitoredRecord.Request(UUID.randomUUID(), PARTITION, i)));
        }

        assertThat(fixture.meters.find("firstcome.coupon.watch.undecided").gauges())
                .hasSize(InvariantMonitor.CAMPAIGNS_MAX);
    }

    @Test
    void aCouponMissingInItsWalletIsC8() throws InterruptedException {
        boolean[] hasConsumed = {false};
        CampaignFacts facts = _ -> Optional.of(new CampaignFacts.Facts(false, 1, 10, 0));
        try (InvariantMonitorFixture one = new InvariantMonitorFixture(facts, _ -> hasConsumed[0])) {
            CouponIssued inWallet = coupon(1, 1, UUID.randomUUID());
            one.inWallets.add(inWallet.couponId());
            one.monitor.process(List.of(new MonitoredRecord.Result(inWallet, 0, 0), result(2, 2)));
            await(one, () -> one.state(LiveInvariant.C8).checked() == 1);
            assertThat(one.breaches).as("its row may not be written yet").isEmpty();

            hasConsumed[0] = true;
            await(one, () -> !one.breaches.isEmpty());

            assertThat(one.violated()).containsExactly(LiveInvariant.C8);
            await(one, () -> one.state(LiveInvariant.C8).checked() == 2);
        }
    }

    /** Waits for the condition. The clock advances with each query, so that samples become due. */
    private static void await(InvariantMonitorFixture one, BooleanSupplier condition) {
        Eventually.holds("the expected samples", Duration.ofSeconds(30), () -> {
            one.clock.advance(CLOCK_STEP);
            return condition.getAsBoolean();
        });
    }

    @Test
    void samplesAreBounded() {
        issue(1, 10);
        for (int offset = 100; offset < 140; offset++) {
            process(coupon(offset, 3, UUID.randomUUID()));
        }
        evaluateTwoRounds();

        assertThat(fixture.breaches.getFirst().samples()).hasSize(InvariantBreach.SAMPLES_MAX);
        assertThat(fixture.alertSamples.of(InvariantLedger.ALERT, "C3")).hasSize(AlertSamples.SAMPLES_MAX);
    }

    /** Issues these sequences, each to the request at the offset of the same number. */
    private void issue(int first, int last) {
        if (first == 1) {
            beginCampaign(fixture);
        }
        for (int sequence = first; sequence <= last; sequence++) {
            process(coupon(sequence, sequence, UUID.randomUUID()));
        }
        published = last;
    }

    /** A campaign is checked from the round after the one in which it is first seen. */
    private static void beginCampaign(InvariantMonitorFixture one) {
        one.monitor.process(List.of(new MonitoredRecord.Request(CAMPAIGN, PARTITION, 0)));
        EvaluationRound round = new EvaluationRound(Map.of(PARTITION, -1L), Map.of(PARTITION, 1L));
        one.monitor.evaluate(round);
        one.monitor.evaluate(round);
    }

    private static MonitoredRecord result(long offset, long sequence) {
        return new MonitoredRecord.Result(coupon(offset, sequence, UUID.randomUUID()), 0, 0);
    }

    private void process(CouponResult... results) {
        for (var result : results) {
            fixture.monitor.process(List.of(new MonitoredRecord.Result(result, 0, 0)));
        }
    }

    private static CouponIssued coupon(long offset, long sequence, UUID user) {
        return new CouponIssued(PARTITION, offset, CAMPAIGN, user, UUID.randomUUID(), sequence, 1, Instant.EPOCH);
    }

    private static RequestRejected rejected(long offset, RejectReason reason) {
        return new RequestRejected(PARTITION, offset, CAMPAIGN, UUID.randomUUID(), reason, null, Instant.EPOCH);
    }

    private void evaluateTwoRounds() {
        evaluate();
        evaluate();
    }

    private void evaluate() {
        fixture.monitor.evaluate(
                new EvaluationRound(Map.of(PARTITION, published), Map.of(PARTITION, Math.max(readTo, published + 1))));
    }
}
