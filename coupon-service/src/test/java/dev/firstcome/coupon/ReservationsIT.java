package dev.firstcome.coupon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.coupon.CouponService.Answer;
import dev.firstcome.coupon.wallet.CouponState;
import dev.firstcome.coupon.wallet.Redemption;
import dev.firstcome.coupon.wallet.Redemption.Step;
import dev.firstcome.coupon.wallet.ReservationState;
import dev.firstcome.coupon.wallet.Reservations;
import dev.firstcome.testsupport.Eventually;
import dev.firstcome.testsupport.StallRetry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.TransientDataAccessException;

/** Coupons in the hands of payments: who comes at once, again, in another order, or too late. */
class ReservationsIT {
    private static final String DEADLOCK_DETECTED = "40P01";

    private static final int AT_ONCE = 16;
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static CouponService service;
    private static String campaign;

    private UUID kim;
    private final UUID payment = UUID.randomUUID();

    @BeforeAll
    static void start() {
        service = CouponService.shared();
        campaign = service.openCampaign(1_000);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void someoneComes() {
        kim = service.ids.next();
    }

    @Test
    void ofManyPaymentsAtOnceOneGetsTheCouponAndTheOthersAreToldWhy() throws Exception {
        UUID coupon = coupon();

        List<Reservations.Answer> answers = atOnce(i -> () -> take(Step.RESERVE, coupon, UUID.randomUUID()));

        assertThat(answers)
                .filteredOn(answer -> answer instanceof Reservations.Answer.Done)
                .hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> !(answer instanceof Reservations.Answer.Done))
                .containsOnly(new Reservations.Answer.NotAvailable(CouponState.RESERVED));
        assertThat(stateOf(coupon)).isEqualTo("RESERVED");
    }

    @Test
    void ofRedeemingAndReleasingAtOnceOneCountsForAll() throws Exception {
        UUID coupon = coupon();
        take(Step.RESERVE, coupon, payment);

        List<Reservations.Answer> answers =
                atOnce(i -> () -> take(i % 2 == 0 ? Step.REDEEM : Step.RELEASE, coupon, payment));

        List<Reservations.Answer> refused = answers.stream()
                .filter(answer -> !(answer instanceof Reservations.Answer.Done))
                .toList();
        boolean redeemed = stateOf(coupon).equals("REDEEMED");
        assertThat(refused)
                .hasSize(AT_ONCE / 2)
                .containsOnly(new Reservations.Answer.Ended(
                        redeemed ? ReservationState.REDEEMED : ReservationState.RELEASED));
    }

    @Test
    void everyStepMayBeRepeatedAndTellsOnce() {
        UUID coupon = coupon();
        for (Step step : List.of(Step.RESERVE, Step.RESERVE, Step.REDEEM, Step.REDEEM, Step.RESERVE)) {
            assertThat(take(step, coupon, payment)).isInstanceOf(Reservations.Answer.Done.class);
        }
        assertThat(stateOf(coupon)).isEqualTo("REDEEMED");
        assertThat(service.versionOf(coupon, kim)).as("changes that were told").isEqualTo(2);
    }

    @Test
    void aReleaseThatComesFirstForbidsTheReservation() {
        UUID coupon = coupon();

        assertThat(take(Step.RELEASE, coupon, payment)).isInstanceOf(Reservations.Answer.Done.class);
        assertThat(take(Step.RESERVE, coupon, payment))
                .isEqualTo(new Reservations.Answer.Ended(ReservationState.RELEASED));
        assertThat(stateOf(coupon)).isEqualTo("AVAILABLE");
        assertThat(take(Step.RESERVE, coupon, UUID.randomUUID())).isInstanceOf(Reservations.Answer.Done.class);
    }

    @Test
    void aCouponThatWasNotReservedIsNotRedeemed() {
        assertThat(take(Step.REDEEM, coupon(), payment)).isEqualTo(new Reservations.Answer.NotReserved());
        assertThat(take(Step.RESERVE, UUID.randomUUID(), payment)).isEqualTo(new Reservations.Answer.UnknownCoupon());
    }

    @Test
    void anothersCouponIsUnknown() {
        UUID coupon = coupon();

        assertThat(service.part(Redemption.class).take(Step.RESERVE, service.ids.next(), coupon, payment))
                .isEqualTo(new Reservations.Answer.UnknownCoupon());
    }

    @Test
    void aCouponThatIsTakenBackWhileItIsReservedGoesWhenItIsReleased() {
        UUID coupon = coupon();
        take(Step.RESERVE, coupon, payment);
        Map<String, Object> back = Map.of("couponIds", List.of(coupon), "reason", "a test");
        Answer revoked =
                service.post("/ops/campaigns/" + campaign + "/revocations", service.operator(), back, Map.of());
        assertThat(revoked.status()).as(revoked.toString()).isEqualTo(200);
        service.await(() -> service.isRevoked(coupon, kim));

        assertThat(stateOf(coupon)).isEqualTo("RESERVED");
        take(Step.RELEASE, coupon, payment);
        assertThat(stateOf(coupon)).isEqualTo("REVOKED");
    }

    @Test
    void whatNobodyUsedInTimeExpiresAndIsNotReservedAnyMore() {
        String brief = service.openCampaign(5);
        UUID coupon = UUID.fromString(service.outcome(brief, kim).text("couponId"));
        service.await(() ->
                service.get("/api/coupons/" + coupon, service.tokens.of(kim)).status() == 200);
        Reservations reservations = service.part(Reservations.class);

        int before = expire(reservations, brief, Instant.now().minusSeconds(3600));
        int expired = expire(reservations, brief, Instant.now().plusSeconds(600));

        assertThat(before).isZero();
        assertThat(expired).isEqualTo(1);
        assertThat(stateOf(coupon)).isEqualTo("EXPIRED");
        assertThat(take(Step.RESERVE, coupon, payment))
                .isEqualTo(new Reservations.Answer.NotAvailable(CouponState.EXPIRED));
    }

    private static int expire(Reservations reservations, String campaign, Instant time) {
        return StallRetry.get(() -> reservations.expire(UUID.fromString(campaign), time, 10), count -> false);
    }

    @Test
    void theInternalAddressTakesNoUsersToken() {
        UUID coupon = coupon();
        String path = "/internal/coupons/" + coupon + "/reservations/" + payment + "?userId=" + kim;

        Refused.is(service.call("PUT", path, service.tokens.of(kim), null, Map.of()), 401, "UNAUTHENTICATED");
        Refused.is(service.call("PUT", path, service.operator(), null, Map.of()), 401, "UNAUTHENTICATED");
        assertThat(stateOf(coupon)).isEqualTo("AVAILABLE");
    }

    private UUID coupon() {
        UUID coupon = UUID.fromString(service.outcome(campaign, kim).text("couponId"));
        service.await(() ->
                service.get("/api/coupons/" + coupon, service.tokens.of(kim)).status() == 200);
        return coupon;
    }

    /** As a client that repeats a step which waited too long for another one's lock: nothing was done then. */
    private Reservations.Answer take(Step step, UUID coupon, UUID forPayment) {
        return StallRetry.get(
                () -> Eventually.get(
                                "the step gets the lock",
                                BOUND,
                                () -> takeOnce(step, coupon, forPayment),
                                Optional::isPresent)
                        .orElseThrow(),
                answer -> false);
    }

    private Optional<Reservations.Answer> takeOnce(Step step, UUID coupon, UUID forPayment) {
        try {
            return Optional.of(service.part(Redemption.class).take(step, kim, coupon, forPayment));
        } catch (TransientDataAccessException busy) {
            if (NestedExceptionUtils.getMostSpecificCause(busy) instanceof SQLException cause
                    && DEADLOCK_DETECTED.equals(cause.getSQLState())) {
                throw busy;
            }
            return Optional.empty();
        }
    }

    private String stateOf(UUID coupon) {
        return service.get("/api/coupons/" + coupon, service.tokens.of(kim)).text("state");
    }

    private interface Made {
        Callable<Reservations.Answer> call(int number);
    }

    /** All let go at the same moment. */
    private static List<Reservations.Answer> atOnce(Made calls) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reservations.Answer>> running = IntStream.range(0, AT_ONCE)
                    .mapToObj(i -> threads.submit(() -> {
                        start.await();
                        return calls.call(i).call();
                    }))
                    .toList();
            start.countDown();
            List<Reservations.Answer> answers = new ArrayList<>();
            for (Future<Reservations.Answer> one : running) {
                answers.add(one.get());
            }
            return answers;
        }
    }
}
