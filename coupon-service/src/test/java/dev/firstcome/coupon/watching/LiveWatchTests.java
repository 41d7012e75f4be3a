package dev.firstcome.coupon.watching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.contracts.coupon.RejectReason;
import dev.firstcome.contracts.coupon.RequestRejected;
import dev.firstcome.contracts.coupon.StockAdded;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.platform.signs.Witnesses;
import dev.firstcome.testsupport.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is ordinary raises nothing, however it is read; what must not be is found. */
class LiveWatchTests {
    private static final int PARTITION = 3;
    private static final int STREAMS = 250;
    private static final int RECORDS = 300;
    private static final UUID CAMPAIGN = UUID.randomUUID();

    private final Watching watching = Watching.ofTen();
    private long published = -1;
    private long readTo;

    @AfterEach
    void close() throws InterruptedException {
        watching.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void hundredsOfOrdinaryStreamsRaiseNothing(boolean inTheMidst) throws InterruptedException {
        long coupons = 0;
        for (long seed = Seeds.one(); seed < Seeds.one() + STREAMS; seed++) {
            ReadStream stream = new ReadStream(seed, RECORDS);
            try (Watching one = new Watching(stream, _ -> false)) {
                stream.readBy(one.watch, inTheMidst);
                assertThat(one.breaches).as("seed %x", seed).isEmpty();
                assertThat(undecided(one)).as("undecided, seed %x", seed).isZero();
                coupons += one.state(LiveInvariant.C3).checked();
            }
        }
        System.out.printf("%d ordinary streams, %d coupons looked at%n", STREAMS, coupons);
        assertThat(coupons).isGreaterThan(STREAMS);
    }

    private static double undecided(Watching one) {
        return one.meters.find("firstcome.coupon.watch.undecided").gauges().stream()
                .filter(gauge -> !new UUID(0, 0).toString().equals(gauge.getId().getTag("campaign")))
                .mapToDouble(gauge -> gauge.value())
                .max()
                .orElse(0);
    }

    @Test
    void aSequenceThatTwoRequestsHaveIsC3() {
        sells(1, 5);
        told(coupon(20, 3, UUID.randomUUID()));

        judges();

        assertThat(watching.broken()).containsExactly(LiveInvariant.C3);
        assertThat(watching.breaches.getFirst().campaignId()).isEqualTo(CAMPAIGN);
        assertThat(watching.breaches.getFirst().witnesses())
                .containsExactly("sequence 3 went to the requests at 3-3 and 3-20");
        assertThat(watching.witnesses.of(InvariantLedger.SIGN, "C3")).hasSize(1);
        assertThat(watching.meters
                        .get(InvariantLedger.METER)
                        .tag("invariant", "C3")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(watching.state(LiveInvariant.C3).breach()).isEqualTo(watching.breaches.getFirst());
        assertThat(watching.state(LiveInvariant.C4).holds()).isTrue();
    }

    @Test
    void aGapIsC3OnceAllBelowItIsPublishedAndNotBefore() {
        sells(1, 3);
        told(coupon(5, 5, UUID.randomUUID()));
        published = 4;
        judge();
        judge();
        assertThat(watching.breaches).as("it may be on its way").isEmpty();

        published = 5;
        judges();

        assertThat(watching.broken()).containsExactly(LiveInvariant.C3);
        assertThat(watching.breaches.getFirst().witnesses().getFirst()).startsWith("sequence 4 is missing before 5");
    }

    @Test
    void aLeapFarAboveAllOthersIsC3AndC1() {
        sells(1, 3);
        told(coupon(4, 1L << 40, UUID.randomUUID()));
        published = 4;
        judges();

        assertThat(watching.broken()).containsExactlyInAnyOrder(LiveInvariant.C3, LiveInvariant.C1);
        published = 3;
        watching.breaches.clear();
        sells(4, 6);
        judges();
        assertThat(watching.breaches).as("what follows is looked at as before").isEmpty();
    }

    @Test
    void aSequenceAgainstTheOrderOfTheLogIsC4() {
        sells(1, 3);
        told(coupon(9, 4, UUID.randomUUID()), coupon(8, 5, UUID.randomUUID()));

        judges();

        assertThat(watching.broken()).containsExactly(LiveInvariant.C4);
    }

    @Test
    void moreThanTheStockIsC1() {
        sells(1, 11);

        judges();

        assertThat(watching.broken()).containsExactly(LiveInvariant.C1);
    }

    @Test
    void aSecondCouponOfAUserIsC2() {
        UUID kim = UUID.randomUUID();
        sells(1, 3);
        told(coupon(4, 4, kim), coupon(5, 5, kim));

        judges();

        assertThat(watching.broken()).containsExactly(LiveInvariant.C2);
    }

    @Test
    void aCouponAfterTheLastIsC12UnlessStockWasAdded() {
        sells(1, 3);
        told(rejected(4, RejectReason.SOLD_OUT), coupon(6, 4, UUID.randomUUID()));
        watching.watch.take(List.of(new Watched.Commanded(new StockAdded(CAMPAIGN, "more", 1), PARTITION, 5)));
        judges();
        assertThat(watching.breaches).isEmpty();

        told(rejected(7, RejectReason.SOLD_OUT), coupon(8, 5, UUID.randomUUID()));
        judges();

        assertThat(watching.broken()).containsExactly(LiveInvariant.C12);
    }

    @Test
    void whatIsToldAgainIsNoBreach() {
        UUID kim = UUID.randomUUID();
        sells(1, 3);
        told(coupon(4, 4, kim), coupon(4, 4, kim));

        judges();

        assertThat(watching.breaches).isEmpty();
    }

    @Test
    void whileNothingIsKnownOfACampaignNothingIsSaidAndAfterwardsItIs() throws InterruptedException {
        boolean[] isKnown = {false};
        CampaignFacts facts =
                _ -> isKnown[0] ? Optional.of(new CampaignFacts.Facts(false, 1, 10, 0)) : Optional.empty();
        try (Watching one = new Watching(facts, _ -> false)) {
            begins(one);
            one.watch.take(List.of(told(1, 1), told(2, 1)));
            Round round = new Round(Map.of(PARTITION, 2L), Map.of(PARTITION, 3L));
            one.watch.judge(round);
            one.watch.judge(round);
            assertThat(one.breaches).isEmpty();

            isKnown[0] = true;
            one.watch.judge(round);

            assertThat(one.broken()).containsExactly(LiveInvariant.C3);
        }
    }

    @Test
    void requestsThatArePublishedWithoutAnOutcomeAreCounted() {
        begins(watching);
        for (int offset = 1; offset <= 20; offset++) {
            watching.watch.take(List.of(new Watched.Asked(CAMPAIGN, PARTITION, offset)));
        }
        told(coupon(1, 1, UUID.randomUUID()), coupon(2, 2, UUID.randomUUID()));
        published = 2;
        readTo = 21;
        judge();
        assertThat(watching.measure("undecided", CAMPAIGN))
                .as("what is on its way")
                .isZero();

        published = 20;
        judge();

        assertThat(watching.measure("undecided", CAMPAIGN)).isEqualTo(18);
    }

    @Test
    void whatIsLeftOutIsCounted() {
        sells(1, 3);
        watching.watch.begin(1_000);

        assertThat(watching.state(LiveInvariant.C3).checked()).isEqualTo(3);
        assertThat(watching.state(LiveInvariant.C3).notChecked()).isEqualTo(1_000);
        assertThat(watching.state(LiveInvariant.C8).checked()).isZero();
    }

    @Test
    void asManyCampaignsAreRememberedAsThereIsRoomFor() {
        for (int i = 0; i < 3 * LiveWatch.CAMPAIGNS_MAX; i++) {
            watching.watch.take(List.of(new Watched.Asked(UUID.randomUUID(), PARTITION, i)));
        }

        assertThat(watching.meters.find("firstcome.coupon.watch.undecided").gauges())
                .hasSize(LiveWatch.CAMPAIGNS_MAX);
    }

    @Test
    void aCouponThatItsWalletHasPassedOverIsC8() throws InterruptedException {
        boolean[] hasTaken = {false};
        CampaignFacts facts = _ -> Optional.of(new CampaignFacts.Facts(false, 1, 10, 0));
        try (Watching one = new Watching(facts, _ -> hasTaken[0])) {
            CouponIssued there = coupon(1, 1, UUID.randomUUID());
            one.inWallets.add(there.couponId());
            one.watch.take(List.of(new Watched.Told(there, 0, 0), told(2, 2)));
            awaits(one, () -> one.state(LiveInvariant.C8).checked() == 1);
            assertThat(one.breaches).as("its row may be on its way").isEmpty();

            hasTaken[0] = true;
            awaits(one, () -> !one.breaches.isEmpty());

            assertThat(one.broken()).containsExactly(LiveInvariant.C8);
            awaits(one, () -> one.state(LiveInvariant.C8).checked() == 2);
        }
    }

    private static void awaits(Watching one, BooleanSupplier done) {
        Deadline deadline = Deadline.after(Duration.ofSeconds(30));
        while (!done.getAsBoolean() && !deadline.isOver()) {
            one.clock.goOn(Duration.ofSeconds(1));
            LockSupport.parkNanos(100_000_000);
        }
        assertThat(done.getAsBoolean()).isTrue();
    }

    @Test
    void witnessesAreBounded() {
        sells(1, 10);
        for (int offset = 100; offset < 140; offset++) {
            told(coupon(offset, 3, UUID.randomUUID()));
        }
        judges();

        assertThat(watching.breaches.getFirst().witnesses()).hasSize(Breach.WITNESSES_MAX);
        assertThat(watching.witnesses.of(InvariantLedger.SIGN, "C3")).hasSize(Witnesses.OF_ONE_MAX);
    }

    /** Of these sequences, each by the request at the offset of the same number. */
    private void sells(int first, int last) {
        if (first == 1) {
            begins(watching);
        }
        for (int sequence = first; sequence <= last; sequence++) {
            told(coupon(sequence, sequence, UUID.randomUUID()));
        }
        published = last;
    }

    /** A campaign counts from the round on after the one in which it is first seen. */
    private static void begins(Watching one) {
        one.watch.take(List.of(new Watched.Asked(CAMPAIGN, PARTITION, 0)));
        Round round = new Round(Map.of(PARTITION, -1L), Map.of(PARTITION, 1L));
        one.watch.judge(round);
        one.watch.judge(round);
    }

    private static Watched told(long offset, long sequence) {
        return new Watched.Told(coupon(offset, sequence, UUID.randomUUID()), 0, 0);
    }

    private void told(CouponResult... results) {
        for (var result : results) {
            watching.watch.take(List.of(new Watched.Told(result, 0, 0)));
        }
    }

    private static CouponIssued coupon(long offset, long sequence, UUID user) {
        return new CouponIssued(PARTITION, offset, CAMPAIGN, user, UUID.randomUUID(), sequence, 1, Instant.EPOCH);
    }

    private static RequestRejected rejected(long offset, RejectReason reason) {
        return new RequestRejected(PARTITION, offset, CAMPAIGN, UUID.randomUUID(), reason, null, Instant.EPOCH);
    }

    private void judges() {
        judge();
        judge();
    }

    private void judge() {
        watching.watch.judge(
                new Round(Map.of(PARTITION, published), Map.of(PARTITION, Math.max(readTo, published + 1))));
    }
}
