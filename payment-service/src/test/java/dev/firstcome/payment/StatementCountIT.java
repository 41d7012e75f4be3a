package dev.firstcome.payment;

import static dev.firstcome.contracts.payment.PaymentState.CHARGING;
import static dev.firstcome.contracts.payment.PaymentState.RESERVED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.charge.ChargeResultRecorder;
import dev.firstcome.payment.checkout.Checkout;
import dev.firstcome.payment.checkout.CheckoutOutcome;
import dev.firstcome.payment.checkout.Order;
import dev.firstcome.payment.idempotency.IdempotencyKeys.IdempotentRequest;
import dev.firstcome.payment.money.Money;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.PaymentRefunds;
import dev.firstcome.payment.payment.PaymentStateMachine;
import dev.firstcome.payment.payment.PaymentTransition;
import dev.firstcome.payment.payment.Payments;
import dev.firstcome.payment.payment.Payments.NewPayment;
import dev.firstcome.payment.provider.Provider.ProviderRefundState;
import dev.firstcome.payment.refund.RefundCreator;
import dev.firstcome.payment.refund.RefundProcessor;
import dev.firstcome.payment.refund.Refunds;
import dev.firstcome.payment.refund.Refunds.ProviderKey;
import dev.firstcome.payment.refund.Refunds.RefundTransition;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.platform.testing.StatementRecorder;
import dev.firstcome.testsupport.StallRetry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Counts the SQL statements of the main flows, so that no select is added by accident. */
class StatementCountIT {
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
    private static final Duration LONG = Duration.ofHours(1);

    private static RunningPaymentService service;
    private static Shards shards;

    @BeforeAll
    static void start() {
        service = new RunningPaymentService();
        shards = service.bean(Shards.class);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aCheckoutInsertsThePaymentWithOneStatement() {
        StallRetry.run(() -> {
            UUID shirt = service.shop.product(1_000, "KRW", 5);
            UUID kim = service.ids.next();
            Order order = new Order(kim, List.of(new Order.Line(shirt, 1)), null, "pm_card_visa", false);
            IdempotentRequest request = request("POST /api/payments", kim);

            assertThat(verbs(() -> assertThat(service.bean(Checkout.class).submit(order, request))
                            .isInstanceOf(CheckoutOutcome.Answered.class)))
                    .as("claim of the key, lock of the user, duplicate, response, payment, event")
                    .containsExactly("insert", "select", "select", "update", "insert", "with");
        });
    }

    @Test
    void aChargeLocksAndUpdatesThePaymentOnce() {
        StallRetry.run(() -> {
            NewPayment payment = newPayment();

            assertThat(in(payment.id(), () -> {
                        service.bean(PaymentStateMachine.class).create(payment);
                        return verbs(() -> startCharge(payment.id()));
                    }))
                    .as("lock, payment, event")
                    .containsExactly("select", "update", "with");
            assertThat(verbs(() -> capture(payment.id())))
                    .as("lock, payment, ledger, event, message")
                    .containsExactly("select", "update", "insert", "with", "with");
        });
    }

    @Test
    void aRefundUpdatesThePaymentOnce() {
        StallRetry.run(() -> {
            NewPayment payment = newPayment();
            in(payment.id(), () -> {
                service.bean(PaymentStateMachine.class).create(payment);
                startCharge(payment.id());
                return true;
            });
            capture(payment.id());

            // One transaction, so that no other thread processes the refund.
            assertThat(in(payment.id(), () -> {
                        List<String> verbs = verbs(() -> createRefund(payment));
                        markSent(payment.id());
                        return verbs;
                    }))
                    .as("payment, claim of the key, lock, number of refunds, history, refund, payment, refunds, event,"
                            + " response")
                    .containsExactly(
                            "select", "insert", "select", "select", "insert", "insert", "update", "select", "with",
                            "update");
            UUID refund = onlyRefundOf(payment.id());
            assertThat(verbs(() -> service.bean(RefundProcessor.class)
                            .recordProviderState(payment.id(), refund, ProviderRefundState.SUCCEEDED)))
                    .as("lock, refund, history, refund, ledger, message, payment, refunds, event")
                    .containsExactly(
                            "select", "select", "insert", "update", "insert", "with", "update", "select", "with");
        });
    }

    private static void startCharge(UUID payment) {
        Optional<Payment> charging = service.bean(PaymentStateMachine.class)
                .transition(
                        payment,
                        locked -> Optional.of(PaymentTransition.through(LONG, RESERVED, CHARGING)
                                .startingAttempt()));
        assertThat(charging).isPresent();
    }

    private static void capture(UUID payment) {
        service.bean(ChargeResultRecorder.class).recordCapture(payment, new Money(1_000, "KRW"));
    }

    private static void createRefund(NewPayment payment) {
        assertThat(service.bean(RefundCreator.class)
                        .create(payment.id(), null, request("POST refunds", payment.userId())))
                .isInstanceOf(RefundCreator.Outcome.Answered.class);
    }

    private static void markSent(UUID payment) {
        Refunds refunds = service.bean(Refunds.class);
        refunds.apply(
                refunds.find(payment, onlyRefundOf(payment)).orElseThrow(),
                new RefundTransition(RefundState.SENT, LONG, true, ProviderKey.KEEP_UNRESOLVED),
                NOW);
    }

    private static UUID onlyRefundOf(UUID payment) {
        List<PaymentRefunds.RefundSummary> refunds =
                service.bean(PaymentRefunds.class).ofPayment(payment);
        assertThat(refunds).hasSize(1);
        return refunds.getFirst().id();
    }

    private static NewPayment newPayment() {
        UUID user = service.ids.next();
        UUID id = service.ids.next(BucketedIds.bucketOf(user));
        Payment.Item item = new Payment.Item(UUID.randomUUID(), "a shirt", 1, 1_000);
        Payment.Terms terms =
                new Payment.Terms(new Payment.Price("KRW", 1_000, 0), null, List.of(item), "pm_card_visa");
        return new Payments.NewPayment(id, user, terms, new byte[32], LONG);
    }

    private static IdempotentRequest request(String operation, UUID user) {
        return new IdempotentRequest(user, operation, UUID.randomUUID().toString(), new byte[32]);
    }

    private static <T> T in(UUID payment, Supplier<T> work) {
        return shards.transact(BucketedIds.bucketOf(payment), work);
    }

    /** Returns the first word of each statement; {@code with} is the append to the outbox. */
    private static List<String> verbs(Runnable work) {
        return service.bean(StatementRecorder.class).statementsOf(work).stream()
                .map(statement -> statement.strip().split("\\s", 2)[0])
                .toList();
    }
}
