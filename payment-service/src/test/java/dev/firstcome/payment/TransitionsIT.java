package dev.firstcome.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.payment.Transitions;
import dev.firstcome.payment.refund.RefundTransitions;
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

/** The tables of the shards have the last word about states, and say what the code says. */
class TransitionsIT {
    private static PaymentService service;

    @BeforeAll
    static void start() {
        service = new PaymentService();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void theTablesSayWhatTheCodeSays() {
        StallRetry.run(this::theTablesAreRead);
    }

    private void theTablesAreRead() {
        Set<String> payments = new TreeSet<>();
        Transitions.ALL.forEach((from, all) -> all.forEach(to -> payments.add(from + " " + to)));
        Set<String> refunds = new TreeSet<>();
        RefundTransitions.ALL.forEach((from, all) -> all.forEach(to -> refunds.add(from + " " + to)));

        assertThat(stored("payment_transition")).isEqualTo(payments);
        assertThat(stored("refund_transition")).isEqualTo(refunds);
        assertThat(PaymentState.values())
                .allSatisfy(
                        state -> assertThat(Transitions.ALL.containsKey(state)).isNotEqualTo(state.isFinal()));
        assertThat(RefundState.values()).hasSize(5);
    }

    private static Set<String> stored(String table) {
        return new TreeSet<>(service.part(Shards.class)
                .readOn(
                        "pg-1",
                        () -> service.part(JdbcClient.class)
                                .sql("select from_state || ' ' || state from " + table)
                                .query(String.class)
                                .list()));
    }

    @Test
    void noOtherWayCanBeStored() {
        // A stall can end a statement with another failure.
        StallRetry.run(this::wrongChangesAreRefused);
    }

    private void wrongChangesAreRefused() {
        UUID kim = service.ids.next();
        UUID shirt = service.shop.product(1_000, "KRW", 5);
        UUID payment =
                service.order(kim, PaymentService.one(shirt, "pm_card_visa")).id();
        service.becomes(kim, payment, "CAPTURED");

        for (Map.Entry<String, String> wrong : Map.of(
                        "a state without its step",
                        "update payment set state = 'DECLINED' where payment_id = ?",
                        "a step that is not allowed",
                        """
                        insert into payment_history (bucket, payment_id, step, previous_step, from_state, state)
                        select bucket, payment_id, 5, 4, 'CAPTURED', 'DECLINED' from payment where payment_id = ?""",
                        "a step from where it never was",
                        """
                        insert into payment_history (bucket, payment_id, step, previous_step, from_state, state)
                        select bucket, payment_id, 5, 4, 'UNKNOWN', 'DECLINED' from payment where payment_id = ?""",
                        "more given back than was charged",
                        "update payment set refunded = total + 1 where payment_id = ?")
                .entrySet()) {
            assertThatThrownBy(() -> service.part(Shards.class)
                            .execute(
                                    BucketedIds.bucketOf(payment),
                                    () -> service.part(JdbcClient.class)
                                            .sql(wrong.getValue())
                                            .param(payment)
                                            .update()))
                    .as(wrong.getKey())
                    .isInstanceOf(DataIntegrityViolationException.class);
        }
        assertThatThrownBy(() -> service.part(Shards.class)
                        .execute(
                                BucketedIds.bucketOf(payment),
                                () -> service.part(JdbcClient.class)
                                        .sql("update ledger_entry set amount = 1 where payment_id = ?")
                                        .param(payment)
                                        .update()))
                .hasMessageContaining("never changed");
    }
}
