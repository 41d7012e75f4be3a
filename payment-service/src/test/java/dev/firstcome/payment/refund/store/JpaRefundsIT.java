package dev.firstcome.payment.refund.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.RunningPaymentService;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.PaymentRefunds;
import dev.firstcome.payment.payment.PaymentRefunds.RefundSummary;
import dev.firstcome.payment.payment.PaymentTransition;
import dev.firstcome.payment.payment.Payments;
import dev.firstcome.payment.payment.Payments.NewPayment;
import dev.firstcome.payment.refund.Refund;
import dev.firstcome.payment.refund.Refunds;
import dev.firstcome.payment.refund.Refunds.ProviderKey;
import dev.firstcome.payment.refund.Refunds.RefundTransition;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tests the refund entity on both shards: the first bucket is on one shard, the last bucket on the other. */
class JpaRefundsIT {
    private static final int FIRST_BUCKET = 0;
    private static final int LAST_BUCKET = Bucket.COUNT - 1;
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(1);
    private static final Duration LONG = Duration.ofHours(1);
    private static final RefundTransition SEND =
            new RefundTransition(RefundState.SENT, LONG, true, ProviderKey.KEEP_UNRESOLVED);

    private static RunningPaymentService service;
    private static Shards shards;
    private static EntityStore entities;
    private static Refunds refunds;

    @BeforeAll
    static void start() {
        service = new RunningPaymentService();
        shards = service.bean(Shards.class);
        entities = service.bean(EntityStore.class);
        refunds = service.bean(Refunds.class);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {FIRST_BUCKET, LAST_BUCKET})
    void aSavedRefundIsReloadedFromItsShardOnly(int bucket) {
        StallRetry.run(() -> {
            Refund added = add(bucket);

            assertThat(added.state()).isEqualTo(RefundState.REQUESTED);
            assertThat(added.amount()).isEqualTo(400);
            assertThat(added.keyNumber()).isOne();
            assertThat(added.unresolvedCall()).isFalse();
            assertThat(service.bean(PaymentRefunds.class).ofPayment(added.paymentId()))
                    .containsExactly(new RefundSummary(added.id(), RefundState.REQUESTED, 400, NOW, NOW));
            RefundKey key = RefundKey.of(added.paymentId(), added.id());
            String otherShard = shards.map().shardOf(new Bucket(LAST_BUCKET - bucket));
            assertThat(shards.readOn(otherShard, () -> entities.find(RefundEntity.class, key)))
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {FIRST_BUCKET, LAST_BUCKET})
    void aStaleVersionIsRejected(int bucket) {
        StallRetry.run(() -> {
            Refund stale = add(bucket);
            Refund sent = apply(stale, SEND);

            assertThatThrownBy(() -> apply(stale, new RefundTransition(null, LONG, true, ProviderKey.RENEW)))
                    .isInstanceOf(OptimisticLockingFailureException.class);
            assertThatThrownBy(() -> apply(stale, SEND)).isInstanceOf(OptimisticLockingFailureException.class);

            assertThat(refunds.find(stale.paymentId(), stale.id())).contains(sent);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {FIRST_BUCKET, LAST_BUCKET})
    void changesAddToTheHistory(int bucket) {
        StallRetry.run(() -> {
            Refund sent = apply(add(bucket), SEND);
            Refund retried = apply(sent, new RefundTransition(null, LONG, true, ProviderKey.RENEW));
            Refund succeeded = apply(
                    retried,
                    new RefundTransition(RefundState.SUCCEEDED, Duration.ZERO, false, ProviderKey.KEEP_RESOLVED));

            assertThat(sent.unresolvedCall()).isTrue();
            assertThat(retried.keyNumber()).isEqualTo(2);
            assertThat(retried.changedAt()).isEqualTo(LATER);
            assertThat(succeeded.step()).isEqualTo(3);
            assertThat(succeeded.attempt()).isEqualTo(2);
            assertThat(refunds.find(sent.paymentId(), sent.id())).contains(succeeded);
            assertThat(historyOf(succeeded)).containsExactly("REQUESTED", "SENT", "SUCCEEDED");
        });
    }

    private static Refund add(int bucketNumber) {
        Bucket bucket = new Bucket(bucketNumber);
        Payment captured = shards.transact(bucket, () -> addCaptured(bucket));
        UUID id = service.ids.next(bucket);
        shards.execute(bucket, () -> refunds.add(id, captured.id(), 400, LONG, NOW));
        return refunds.find(captured.id(), id).orElseThrow();
    }

    private static Payment addCaptured(Bucket bucket) {
        Payments payments = service.bean(Payments.class);
        Payment.Terms terms = new Payment.Terms(
                new Payment.Price("KRW", 1_000, 0),
                null,
                List.of(new Payment.Item(UUID.randomUUID(), "a shirt", 1, 1_000)),
                "pm_card_visa");
        Payment added = payments.add(
                new NewPayment(service.ids.next(bucket), service.ids.next(bucket), terms, new byte[32], LONG), NOW);
        PaymentTransition path =
                PaymentTransition.through(LONG, PaymentState.RESERVED, PaymentState.CHARGING, PaymentState.CAPTURED);
        return payments.apply(added, path, NOW);
    }

    private static Refund apply(Refund loaded, RefundTransition transition) {
        return shards.transact(
                BucketedIds.bucketOf(loaded.paymentId()), () -> refunds.apply(loaded, transition, LATER));
    }

    private static List<String> historyOf(Refund refund) {
        Bucket bucket = BucketedIds.bucketOf(refund.paymentId());
        return shards.read(
                bucket,
                () -> service.bean(JdbcClient.class)
                        .sql("select state from refund_history where bucket = ? and refund_id = ? order by step")
                        .params(bucket.number(), refund.id())
                        .query(String.class)
                        .list());
    }
}
