package dev.firstcome.payment.refund.store;

import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.refund.AllowedRefundTransitions;
import dev.firstcome.payment.refund.Refund;
import dev.firstcome.payment.refund.Refunds.ProviderKey;
import dev.firstcome.payment.refund.Refunds.RefundTransition;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code refund}. */
@Entity
@Table(name = "refund")
@SuppressWarnings("unused") // Hibernate reads all fields
class RefundEntity {
    private static final double MILLIS = 1e3;

    @EmbeddedId
    private RefundKey id;

    @Enumerated(EnumType.STRING)
    private RefundState state;

    @Column(updatable = false)
    private long amount;

    private int step;
    private int attempt;
    private int keyNumber;

    @Column(name = "unheard")
    private boolean unresolvedCall;

    /** Seconds until the refund is due, by the clock of the database. Null in a final state. */
    @Column(name = "due_at", columnDefinition = "timestamptz")
    @ColumnTransformer(
            read = "extract(epoch from due_at - clock_timestamp())",
            write = "clock_timestamp() + make_interval(secs => ?)")
    private @Nullable Double dueIn;

    @Version
    private long version;

    @Column(updatable = false)
    private Instant createdAt;

    private Instant changedAt;

    /** For Hibernate, which sets the fields. */
    protected RefundEntity() {}

    RefundEntity(RefundKey id, long amount, Duration dueIn, Instant at) {
        this.id = id;
        this.state = RefundState.REQUESTED;
        this.amount = amount;
        this.step = 1;
        this.keyNumber = 1;
        this.dueIn = seconds(dueIn);
        this.version = 1;
        this.createdAt = at;
        this.changedAt = at;
    }

    /** Creates a copy of a loaded refund, to change and update it in its version. */
    RefundEntity(Refund loaded) {
        this.id = RefundKey.of(loaded.paymentId(), loaded.id());
        this.state = loaded.state();
        this.amount = loaded.amount();
        this.step = loaded.step();
        this.attempt = loaded.attempt();
        this.keyNumber = loaded.keyNumber();
        this.unresolvedCall = loaded.unresolvedCall();
        this.version = loaded.version();
        this.createdAt = loaded.createdAt();
        this.changedAt = loaded.changedAt();
    }

    void apply(RefundTransition transition, Instant at) {
        if (transition.state() != null) {
            enter(transition.state(), at);
        }
        attempt += transition.startsAttempt() ? 1 : 0;
        keyNumber += transition.key() == ProviderKey.RENEW ? 1 : 0;
        unresolvedCall = transition.key() == ProviderKey.KEEP_UNRESOLVED;
        dueIn = AllowedRefundTransitions.isFinal(state) ? null : seconds(transition.dueIn());
    }

    private void enter(RefundState next, Instant at) {
        if (!AllowedRefundTransitions.allows(state, next)) {
            throw new IllegalStateException(
                    "transition of refund %s from %s to %s is not allowed".formatted(id.refundId(), state, next));
        }
        state = next;
        step++;
        changedAt = at;
    }

    Refund toRefund() {
        return new Refund(
                id.refundId(),
                id.paymentId(),
                state,
                amount,
                step,
                attempt,
                keyNumber,
                unresolvedCall,
                createdAt,
                changedAt,
                version);
    }

    private static double seconds(Duration delay) {
        return delay.toMillis() / MILLIS;
    }
}
