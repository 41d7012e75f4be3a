package dev.firstcome.user.account.store;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A row of the table {@code account_email}, for queries. An SQL statement inserts the row or finds it claimed. */
@Entity
@Immutable
@Table(name = "account_email")
@SuppressWarnings("unused") // queries use the fields
class EmailClaimEntity {
    @EmbeddedId
    private EmailClaimKey id;

    private UUID userId;

    /** For Hibernate, which sets the fields. */
    protected EmailClaimEntity() {}
}
