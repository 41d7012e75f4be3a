package dev.firstcome.payment.reconciliation.store;

import dev.firstcome.payment.reconciliation.Difference;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code reconciliation_difference}.
 *
 * <p>One SQL statement stores what a run finds, whether the row exists or not, and increments its version. So an update
 * only resolves a difference, and it is refused if a run has found the difference since the load.
 */
@Entity
@Table(name = "reconciliation_difference")
@SuppressWarnings("unused") // Hibernate reads all fields
class DifferenceEntity {
    @EmbeddedId
    private DifferenceKey id;

    @Column(updatable = false)
    @Enumerated(EnumType.STRING)
    private Difference.Type type;

    @Column(updatable = false)
    private @Nullable UUID paymentId;

    @Column(updatable = false)
    private @Nullable String intentId;

    @Column(name = "here", updatable = false)
    private String local;

    @Column(name = "there", updatable = false)
    private String remote;

    @Enumerated(EnumType.STRING)
    private Difference.State state;

    @Column(updatable = false)
    private UUID runId;

    @Column(updatable = false)
    private Instant foundAt;

    @Column(updatable = false)
    private Instant seenAt;

    private @Nullable Instant resolvedAt;

    @Version
    private long version;

    /** For Hibernate, which sets the fields. */
    protected DifferenceEntity() {}

    boolean isOpen() {
        return state == Difference.State.OPEN;
    }

    void resolve(Instant at) {
        state = Difference.State.RESOLVED;
        resolvedAt = at;
    }

    Difference toDifference() {
        return new Difference(
                id.differenceId(),
                state,
                new Difference.Observation(type, intentId, paymentId, local, remote),
                runId,
                foundAt,
                seenAt,
                resolvedAt);
    }
}
