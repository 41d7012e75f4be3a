package dev.firstcome.coupon;

import static dev.firstcome.coupon.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.coupon.CouponService.Answer;
import dev.firstcome.coupon.wallet.CouponRedeemer;
import dev.firstcome.coupon.wallet.CouponRedeemer.Operation;
import dev.firstcome.coupon.wallet.CouponState;
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

/** Coupon reservations of payments: concurrent, repeated, reordered and late steps. */
class ReservationsIT {
    private static final String DEADLOCK_DETECTED = "40P01";

    private static final int CONCURRENCY = 16;
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
    void createUser() {
        kim = service.ids.next();
    }

    @Test
    void ofConcurrentPaymentsOneReservesTheCouponAndTheOthersAreRejected() throws Exception {
        UUID coupon = coupon();

        List<Reservations.Result> answers =
                concurrently(i -> () -> execute(Operation.RESERVE, coupon, UUID.randomUUID()));

        assertThat(answers)
                .filteredOn(answer -> answer instanceof Reservations.Result.Applied)
                .hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> !(answer instanceof Reservations.Result.Applied))
                .containsOnly(new Reservations.Result.NotAvailable(CouponState.RESERVED));
        assertThat(stateOf(coupon)).isEqualTo("RESERVED");
    }

    @Test
    void ofConcurrentRedeemAndReleaseOnlyOneTakesEffect() throws Exception {
        UUID coupon = coupon();
        execute(Operation.RESERVE, coupon, payment);

        List<Reservations.Result> answers =
                concurrently(i -> () -> execute(i % 2 == 0 ? Operation.REDEEM : Operation.RELEASE, coupon, payment));

        List<Reservations.Result> rejected = answers.stream()
                .filter(answer -> !(answer instanceof Reservations.Result.Applied))
                .toList();
        boolean redeemed = stateOf(coupon).equals("REDEEMED");
        assertThat(rejected)
                .hasSize(CONCURRENCY / 2)
                .containsOnly(new Reservations.Result.AlreadyFinal(
                        redeemed ? ReservationState.REDEEMED : ReservationState.RELEASED));
    }

    @Test
    void everyStepIsIdempotentAndNotifiesOnce() {
        UUID coupon = coupon();
        for (Operation step :
                List.of(Operation.RESERVE, Operation.RESERVE, Operation.REDEEM, Operation.REDEEM, Operation.RESERVE)) {
            assertThat(execute(step, coupon, payment)).isInstanceOf(Reservations.Result.Applied.class);
        }
        assertThat(stateOf(coupon)).isEqualTo("REDEEMED");
        assertThat(service.versionOf(coupon, kim)).as("published changes").isEqualTo(2);
    }

    @Test
    void aReleaseBeforeTheReservationPreventsIt() {
        UUID coupon = coupon();

        assertThat(execute(Operation.RELEASE, coupon, payment)).isInstanceOf(Reservations.Result.Applied.class);
        assertThat(execute(Operation.RESERVE, coupon, payment))
                .isEqualTo(new Reservations.Result.AlreadyFinal(ReservationState.RELEASED));
        assertThat(stateOf(coupon)).isEqualTo("AVAILABLE");
        assertThat(execute(Operation.RESERVE, coupon, UUID.randomUUID()))
                .isInstanceOf(Reservations.Result.Applied.class);
    }

    @Test
    void anUnreservedCouponIsNotRedeemed() {
        assertThat(execute(Operation.REDEEM, coupon(), payment)).isEqualTo(new Reservations.Result.NotReserved());
        assertThat(execute(Operation.RESERVE, UUID.randomUUID(), payment))
                .isEqualTo(new Reservations.Result.UnknownCoupon());
    }

    @Test
    void theCouponOfAnotherUserIsUnknown() {
        UUID coupon = coupon();

        assertThat(service.bean(CouponRedeemer.class).apply(Operation.RESERVE, service.ids.next(), coupon, payment))
                .isEqualTo(new Reservations.Result.UnknownCoupon());
    }

    @Test
    void aRevocationOfAReservedCouponTakesEffectAtItsRelease() {
        UUID coupon = coupon();
        execute(Operation.RESERVE, coupon, payment);
        Map<String, Object> body = Map.of("couponIds", List.of(coupon), "reason", "a test");
        Answer revoked =
                service.post("/ops/campaigns/" + campaign + "/revocations", service.operator(), body, Map.of());
        assertThat(revoked.status()).as(revoked.toString()).isEqualTo(200);
        service.await(() -> service.isRevoked(coupon, kim));

        assertThat(stateOf(coupon)).isEqualTo("RESERVED");
        execute(Operation.RELEASE, coupon, payment);
        assertThat(stateOf(coupon)).isEqualTo("REVOKED");
    }

    @Test
    void anExpiredCouponCannotBeReserved() {
        String expiring = service.openCampaign(5);
        UUID coupon = UUID.fromString(service.outcome(expiring, kim).text("couponId"));
        service.await(() ->
                service.get("/api/coupons/" + coupon, service.tokens.of(kim)).status() == 200);
        Reservations reservations = service.bean(Reservations.class);

        int before = expire(reservations, expiring, Instant.now().minusSeconds(3600));
        int expired = expire(reservations, expiring, Instant.now().plusSeconds(600));

        assertThat(before).isZero();
        assertThat(expired).isEqualTo(1);
        assertThat(stateOf(coupon)).isEqualTo("EXPIRED");
        assertThat(execute(Operation.RESERVE, coupon, payment))
                .isEqualTo(new Reservations.Result.NotAvailable(CouponState.EXPIRED));
    }

    private static int expire(Reservations reservations, String campaign, Instant time) {
        return StallRetry.get(() -> reservations.expire(UUID.fromString(campaign), time, 10), count -> false);
    }

    @Test
    void theInternalApiRejectsTokensOfUsers() {
        UUID coupon = coupon();
        String path = "/internal/coupons/" + coupon + "/reservations/" + payment + "?userId=" + kim;

        assertProblem(service.call("PUT", path, service.tokens.of(kim), null, Map.of()), 401, "UNAUTHENTICATED");
        assertProblem(service.call("PUT", path, service.operator(), null, Map.of()), 401, "UNAUTHENTICATED");
        assertThat(stateOf(coupon)).isEqualTo("AVAILABLE");
    }

    private UUID coupon() {
        UUID coupon = UUID.fromString(service.outcome(campaign, kim).text("couponId"));
        service.await(() ->
                service.get("/api/coupons/" + coupon, service.tokens.of(kim)).status() == 200);
        return coupon;
    }

    /** Retries a step after a lock timeout, which has no effect. */
    private Reservations.Result execute(Operation step, UUID coupon, UUID forPayment) {
        return StallRetry.get(
                () -> Eventually.get(
                                "the lock for the step",
                                BOUND,
                                () -> tryExecute(step, coupon, forPayment),
                                Optional::isPresent)
                        .orElseThrow(),
                answer -> false);
    }

    private Optional<Reservations.Result> tryExecute(Operation step, UUID coupon, UUID forPayment) {
        try {
            return Optional.of(service.bean(CouponRedeemer.class).apply(step, kim, coupon, forPayment));
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

    private interface CallFactory {
        Callable<Reservations.Result> call(int number);
    }

    /** Starts all calls at the same moment. */
    private static List<Reservations.Result> concurrently(CallFactory calls) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reservations.Result>> running = IntStream.range(0, CONCURRENCY)
                    .mapToObj(i -> threads.submit(() -> {
                        start.await();
                        return calls.call(i).call();
                    }))
                    .toList();
            start.countDown();
            List<Reservations.Result> answers = new ArrayList<>();
            for (Future<Reservations.Result> one : running) {
                answers.add(one.get());
            }
            return answers;
        }
    }
}
