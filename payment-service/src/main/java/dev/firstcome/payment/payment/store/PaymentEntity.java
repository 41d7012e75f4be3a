package dev.firstcome.payment.payment.store;

import dev.firstcome.contracts.payment.PaymentReason;
import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.payment.payment.AllowedPaymentTransitions;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.PaymentTransition;
import dev.firstcome.payment.payment.Payments.NewPayment;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code payment}.
 *
 * <p>Each update is a change that an event publishes, so the event's version is the row's version. An SQL statement stores
 * the intent, also between the load and the update of an entity, so an update never writes that column.
 */
@Entity
@Table(name = "payment")
@SuppressWarnings("unused") // Hibernate reads all fields
class PaymentEntity {
    private static final double MILLIS = 1e3;

    @EmbeddedId
    private PaymentKey id;

    @Column(updatable = false)
    private UUID userId;

    @Enumerated(EnumType.STRING)
    private PaymentState state;

    @Enumerated(EnumType.STRING)
    private @Nullable PaymentReason reason;

    private int step;

    /** The states that the change passes. A trigger adds them to the history. */
    private String[] lastPath;

    /** Also the version of the payment's latest event. */
    @Version
    private long version;

    private int attempt;
    private int keyNumber;

    /** Seconds until the payment is due, by the clock of the database. Null in a final state. */
    @Column(name = "due_at", columnDefinition = "timestamptz")
    @ColumnTransformer(
            read = "extract(epoch from due_at - clock_timestamp())",
            write = "clock_timestamp() + make_interval(secs => ?)")
    private @Nullable Double dueIn;

    @Column(length = 3, updatable = false)
    @JdbcTypeCode(SqlTypes.CHAR)
    private String currency;

    @Column(updatable = false)
    private long amount;

    @Column(updatable = false)
    private long discount;

    @Column(updatable = false)
    private long total;

    private long refunded;

    @Column(updatable = false)
    private @Nullable UUID couponId;

    @Column(updatable = false)
    @JdbcTypeCode(SqlTypes.JSON)
    private List<Payment.Item> items;

    @Column(updatable = false)
    private String paymentMethod;

    @Column(updatable = false)
    private @Nullable String intentId;

    /** Only read by SQL statements. Null in an entity that was created from a payment. */
    @Column(updatable = false)
    private byte @Nullable [] basket;

    @Column(updatable = false)
    private Instant createdAt;

    private Instant changedAt;

    /** For Hibernate, which sets the fields. */
    protected PaymentEntity() {}

    PaymentEntity(NewPayment payment, Instant at) {
        Payment.Terms terms = payment.terms();
        this.id = PaymentKey.of(payment.id());
        this.userId = payment.userId();
        this.state = PaymentState.REQUESTED;
        this.step = 1;
        this.lastPath = new String[] {PaymentState.REQUESTED.name()};
        this.version = 1;
        this.keyNumber = 1;
        this.dueIn = seconds(payment.dueIn());
        this.currency = terms.price().currency();
        this.amount = terms.price().amount();
        this.discount = terms.price().discount();
        this.total = terms.price().total();
        this.couponId = terms.couponId();
        this.items = terms.items();
        this.paymentMethod = terms.paymentMethod();
        this.basket = payment.basket();
        this.createdAt = at;
        this.changedAt = at;
    }

    /** Creates a copy of a loaded payment, to change and update it in its version. */
    PaymentEntity(Payment loaded) {
        Payment.Price price = loaded.terms().price();
        this.id = PaymentKey.of(loaded.id());
        this.userId = loaded.userId();
        this.state = loaded.state();
        this.reason = loaded.reason();
        this.step = loaded.step();
        this.lastPath = new String[0];
        this.version = loaded.version();
        this.attempt = loaded.attempt();
        this.keyNumber = loaded.keyNumber();
        this.currency = price.currency();
        this.amount = price.amount();
        this.discount = price.discount();
        this.total = price.total();
        this.refunded = loaded.refunded();
        this.couponId = loaded.terms().couponId();
        this.items = loaded.terms().items();
        this.paymentMethod = loaded.terms().paymentMethod();
        this.intentId = loaded.intentId();
        this.createdAt = loaded.createdAt();
        this.changedAt = loaded.changedAt();
    }

    void apply(PaymentTransition transition, Instant at) {
        if (!transition.path().isEmpty()) {
            pass(transition.path());
            reason = transition.reason();
            changedAt = at;
        }
        attempt += transition.startsAttempt() ? 1 : 0;
        keyNumber += transition.newProviderKey() ? 1 : 0;
        dueIn = state.isFinal() ? null : seconds(transition.dueIn());
    }

    private void pass(List<PaymentState> path) {
        for (PaymentState next : path) {
            if (!AllowedPaymentTransitions.allows(state, next)) {
                throw new IllegalStateException(
                        "transition of payment %s from %s to %s is not allowed".formatted(id.paymentId(), state, next));
            }
            state = next;
        }
        step += path.size();
        lastPath = path.stream().map(PaymentState::name).toArray(String[]::new);
    }

    /** Adds to the refunded amount of a captured payment. Captured is a final state, so the payment is never due. */
    void addRefunded(long difference) {
        refunded += difference;
        dueIn = null;
    }

    Payment toPayment() {
        return new Payment(
                id.paymentId(),
                userId,
                state,
                reason,
                step,
                version,
                attempt,
                keyNumber,
                new Payment.Terms(new Payment.Price(currency, amount, discount), couponId, items, paymentMethod),
                intentId,
                refunded,
                createdAt,
                changedAt);
    }

    private static double seconds(Duration delay) {
        return delay.toMillis() / MILLIS;
    }
}
