package dev.firstcome.payment.payment.store;

import static dev.firstcome.contracts.payment.PaymentState.CAPTURED;
import static dev.firstcome.contracts.payment.PaymentState.CHARGING;
import static dev.firstcome.contracts.payment.PaymentState.REQUESTED;
import static dev.firstcome.contracts.payment.PaymentState.RESERVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.payment.RunningPaymentService;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.PaymentTransition;
import dev.firstcome.payment.payment.Payments;
import dev.firstcome.payment.payment.Payments.HistoryEntry;
import dev.firstcome.payment.payment.Payments.NewPayment;
import dev.firstcome.platform.entities.EntityStore;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.testsupport.StallRetry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tests the payment entity on both shards: the first bucket is on one shard, the last bucket on the other. */
class JpaPaymentsIT {
    private static final int FIRST_BUCKET = 0;
    private static final int LAST_BUCKET = Bucket.COUNT - 1;
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(1);
    private static final Duration LONG = Duration.ofHours(1);
    private static final PaymentTransition START =
            PaymentTransition.through(LONG, RESERVED, CHARGING).startingAttempt();
    private static final PaymentTransition CAPTURE = PaymentTransition.toFinal(CAPTURED, null);

    private static RunningPaymentService service;
    private static Shards shards;
    private static EntityStore entities;
    private static Payments payments;

    @BeforeAll
    static void start() {
        service = new RunningPaymentService();
        shards = service.bean(Shards.class);
        entities = service.bean(EntityStore.class);
        payments = service.bean(Payments.class);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {FIRST_BUCKET, LAST_BUCKET})
    void aSavedPaymentIsReloadedFromItsShardOnly(int bucket) {
        StallRetry.run(() -> {
            Payment added = add(bucket);

            assertThat(payments.find(added.id())).contains(added);
            assertThat(payments.page(added.userId(), null, 5)).containsExactly(added);
            assertThat(payments.history(added.id())).containsExactly(new HistoryEntry(REQUESTED, NOW));
            String otherShard = shards.map().shardOf(new Bucket(LAST_BUCKET - bucket));
            assertThat(shards.readOn(otherShard, () -> entities.find(PaymentEntity.class, PaymentKey.of(added.id()))))
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {FIRST_BUCKET, LAST_BUCKET})
    void aStaleVersionIsRejected(int bucket) {
        StallRetry.run(() -> {
            Payment stale = add(bucket);
            Payment charging = apply(stale, START);

            assertThatThrownBy(() -> apply(stale, PaymentTransition.toFinal(PaymentState.CANCELLED, null)))
                    .isInstanceOf(OptimisticLockingFailureException.class);

            assertThat(payments.find(stale.id())).contains(charging);
            assertThat(payments.history(stale.id()))
                    .extracting(HistoryEntry::state)
                    .containsExactly(REQUESTED, RESERVED, CHARGING);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {FIRST_BUCKET, LAST_BUCKET})
    void aStaleRefundedAmountIsRejected(int bucket) {
        StallRetry.run(() -> {
            Payment captured = apply(apply(add(bucket), START), CAPTURE);

            Payment refunded = addRefunded(captured, 400);

            assertThat(refunded.refunded()).isEqualTo(400);
            assertThat(refunded.version()).isEqualTo(captured.version() + 1);
            assertThatThrownBy(() -> addRefunded(captured, 300)).isInstanceOf(OptimisticLockingFailureException.class);
            assertThat(payments.find(captured.id())).contains(refunded);
            assertThatThrownBy(() -> addRefunded(refunded, 601)).isInstanceOf(DataIntegrityViolationException.class);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {FIRST_BUCKET, LAST_BUCKET})
    void anIntentThatIsStoredBetweenLoadAndUpdateIsNotLost(int bucket) {
        StallRetry.run(() -> {
            Payment charging = apply(add(bucket), START);
            String intent = "pi_" + charging.id();
            assertThat(payments.storeIntentId(charging.id(), charging.attempt(), intent))
                    .isTrue();

            apply(charging, CAPTURE);

            Payment captured = payments.find(charging.id()).orElseThrow();
            assertThat(captured.intentId()).isEqualTo(intent);
            assertThat(captured.state()).isEqualTo(CAPTURED);
        });
    }

    @Test
    void aChangeAddsItsPathToTheHistory() {
        StallRetry.run(() -> {
            Payment charging = apply(add(LAST_BUCKET), START);

            assertThat(charging.version()).isEqualTo(2);
            assertThat(charging.step()).isEqualTo(3);
            assertThat(charging.attempt()).isOne();
            assertThat(payments.find(charging.id())).contains(charging);
            assertThat(payments.history(charging.id()))
                    .containsExactly(
                            new HistoryEntry(REQUESTED, NOW),
                            new HistoryEntry(RESERVED, LATER),
                            new HistoryEntry(CHARGING, LATER));
            assertThat(secondsUntilDue(charging.id())).isBetween(3_000.0, 3_600.0);
        });
    }

    @Test
    void aChangeOfTheScheduleKeepsTheVersion() {
        StallRetry.run(() -> {
            Payment charging = apply(add(FIRST_BUCKET), START);

            Payment retried =
                    apply(charging, PaymentTransition.stay(Duration.ofHours(2)).startingAttempt());

            assertThat(retried.version()).isEqualTo(charging.version());
            assertThat(retried.attempt()).isEqualTo(2);
            assertThat(payments.find(charging.id())).contains(retried);
            assertThat(secondsUntilDue(charging.id())).isBetween(6_600.0, 7_200.0);
        });
    }

    @Test
    void aRolledBackChangeLeavesNoHistory() {
        StallRetry.run(() -> {
            Payment added = add(FIRST_BUCKET);

            assertThatThrownBy(() -> shards.execute(added.bucket(), () -> {
                        payments.apply(added, START, LATER);
                        assertThat(payments.history(added.id())).hasSize(3);
                        throw new IllegalStateException("rolled back");
                    }))
                    .hasMessage("rolled back");

            assertThat(payments.history(added.id())).hasSize(1);
            assertThat(payments.find(added.id())).contains(added);
        });
    }

    /** Earlier releases write payment and history in one statement of their own, during a rolling update. */
    @Test
    void aStatementThatWritesItsOwnHistoryIsAccepted() {
        StallRetry.run(() -> {
            Payment added = add(LAST_BUCKET);

            shards.execute(
                    added.bucket(),
                    () -> service.bean(JdbcClient.class)
                            .sql("""
                            with entry as (
                                insert into payment_history
                                    (bucket, payment_id, step, previous_step, from_state, state, at)
                                values (:bucket, :payment, 2, 1, 'REQUESTED', 'RESERVED', now()))
                            update payment set state = 'RESERVED', step = 2, version = 2
                            where bucket = :bucket and payment_id = :payment
                            """)
                            .param("bucket", added.bucket().number())
                            .param("payment", added.id())
                            .update());

            Payment reserved = payments.find(added.id()).orElseThrow();
            assertThat(apply(reserved, PaymentTransition.through(LONG, CHARGING))
                            .version())
                    .isEqualTo(3);
            assertThat(payments.history(added.id())).hasSize(3);
        });
    }

    private static Payment add(int bucket) {
        UUID user = service.ids.next(new Bucket(bucket));
        UUID id = service.ids.next(new Bucket(bucket));
        Payment.Item shirt = new Payment.Item(UUID.randomUUID(), "a shirt", 2, 600);
        Payment.Terms terms = new Payment.Terms(
                new Payment.Price("KRW", 1_200, 200), UUID.randomUUID(), List.of(shirt), "pm_card_visa");
        NewPayment payment = new NewPayment(id, user, terms, new byte[32], LONG);
        return shards.transact(new Bucket(bucket), () -> payments.add(payment, NOW));
    }

    private static Payment apply(Payment loaded, PaymentTransition transition) {
        return shards.transact(loaded.bucket(), () -> payments.apply(loaded, transition, LATER));
    }

    private static Payment addRefunded(Payment loaded, long amount) {
        return shards.transact(loaded.bucket(), () -> payments.addRefunded(loaded, amount));
    }

    private static double secondsUntilDue(UUID payment) {
        return shards.read(
                BucketedIds.bucketOf(payment),
                () -> service.bean(JdbcClient.class)
                        .sql("select extract(epoch from due_at - clock_timestamp()) from payment"
                                + " where bucket = ? and payment_id = ?")
                        .params(BucketedIds.bucketOf(payment).number(), payment)
                        .query(Double.class)
                        .single());
    }
}
