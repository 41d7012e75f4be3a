package dev.firstcome.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.payment.AllowedPaymentTransitions;
import dev.firstcome.payment.refund.AllowedRefundTransitions;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.testsupport.StallRetry;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The transition tables of the shards equal the code and are enforced by constraints. */
class TransitionsIT {
    private static RunningPaymentService service;

    @BeforeAll
    static void start() {
        service = new RunningPaymentService();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void theTablesEqualTheCode() {
        StallRetry.run(this::compareTablesWithCode);
    }

    private void compareTablesWithCode() {
        Set<String> payments = new TreeSet<>();
        AllowedPaymentTransitions.ALL.forEach((from, all) -> all.forEach(to -> payments.add(from + " " + to)));
        Set<String> refunds = new TreeSet<>();
        AllowedRefundTransitions.ALL.forEach((from, all) -> all.forEach(to -> refunds.add(from + " " + to)));

        assertThat(stored("payment_transition")).isEqualTo(payments);
        assertThat(stored("refund_transition")).isEqualTo(refunds);
        assertThat(PaymentState.values())
                .allSatisfy(state -> assertThat(AllowedPaymentTransitions.ALL.containsKey(state))
                        .isNotEqualTo(state.isFinal()));
        assertThat(RefundState.values()).hasSize(5);
    }

    private static Set<String> stored(String table) {
        return new TreeSet<>(service.bean(Shards.class)
                .readOn(
                        "pg-1",
                        () -> service.bean(JdbcClient.class)
                                .sql("select from_state || ' ' || state from " + table)
                                .query(String.class)
                                .list()));
    }

    @Test
    void otherTransitionsCannotBeStored() {
        // A stall can make a statement fail for another reason.
        StallRetry.run(this::attemptInvalidChanges);
    }

    private void attemptInvalidChanges() {
        UUID kim = service.ids.next();
        UUID shirt = service.shop.product(1_000, "KRW", 5);
        UUID payment = service.order(kim, RunningPaymentService.orderBody(shirt, "pm_card_visa"))
                .id();
        service.awaitState(kim, payment, "CAPTURED");

        for (Map.Entry<String, String> invalid : Map.of(
                        "a state without its history entry",
                        "update payment set state = 'DECLINED' where payment_id = ?",
                        "a transition that is not allowed",
                        """
                        insert into payment_history (bucket, payment_id, step, previous_step, from_state, state)
                        select bucket, payment_id, 5, 4, 'CAPTURED', 'DECLINED' from payment where payment_id = ?""",
                        "a transition from a state that the payment never had",
                        """
                        insert into payment_history (bucket, payment_id, step, previous_step, from_state, state)
                        select bucket, payment_id, 5, 4, 'UNKNOWN', 'DECLINED' from payment where payment_id = ?""",
                        "more refunded than charged",
                        "update payment set refunded = total + 1 where payment_id = ?")
                .entrySet()) {
            assertThatThrownBy(() -> service.bean(Shards.class)
                            .execute(
                                    BucketedIds.bucketOf(payment),
                                    () -> service.bean(JdbcClient.class)
                                            .sql(invalid.getValue())
                                            .param(payment)
                                            .update()))
                    .as(invalid.getKey())
                    .isInstanceOf(DataIntegrityViolationException.class);
        }
        assertThatThrownBy(() -> service.bean(Shards.class)
                        .execute(
                                BucketedIds.bucketOf(payment),
                                () -> service.bean(JdbcClient.class)
                                        .sql("update ledger_entry set amount = 1 where payment_id = ?")
                                        .param(payment)
                                        .update()))
                .hasMessageContaining("never changed");
    }
}
