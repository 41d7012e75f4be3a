package dev.firstcome.user.account.store;

import dev.firstcome.user.account.Account;
import dev.firstcome.user.account.Credentials;
import dev.firstcome.user.account.Email;
import dev.firstcome.user.account.PersonName;
import dev.firstcome.user.account.ProfileChange;
import dev.firstcome.user.account.UserLanguage;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A row of the table {@code account}. */
@Entity
@Table(name = "account")
class AccountEntity {
    @EmbeddedId
    private AccountKey id;

    @Column(updatable = false)
    private String email;

    private String name;

    /** A language tag. */
    private String language;

    @Column(updatable = false)
    @JdbcTypeCode(SqlTypes.ARRAY)
    private String[] roles;

    @JdbcTypeCode(SqlTypes.ARRAY)
    private String[] segments;

    @Column(updatable = false)
    private Instant createdAt;

    @Column(updatable = false)
    private String passwordHash;

    /** Also the version of the account's latest event. */
    @Version
    private long version;

    /** For Hibernate, which sets the fields. */
    protected AccountEntity() {}

    AccountEntity(Account account, String passwordHash) {
        this.id = AccountKey.of(account.userId());
        this.email = account.email().value();
        this.name = account.name().value();
        this.language = account.language().tag();
        this.roles = account.roles().toArray(String[]::new);
        this.segments = account.segments().toArray(String[]::new);
        this.createdAt = account.createdAt();
        this.passwordHash = passwordHash;
        this.version = 1;
    }

    void apply(ProfileChange change) {
        if (change.name() != null) {
            name = change.name().value();
        }
        if (change.language() != null) {
            language = change.language().tag();
        }
    }

    List<String> segments() {
        return List.of(segments);
    }

    void replaceSegments(List<String> replacement) {
        segments = replacement.toArray(String[]::new);
    }

    Account toAccount() {
        return new Account(
                id.userId(),
                new Email(email),
                new PersonName(name),
                UserLanguage.of(language).orElse(UserLanguage.EN),
                List.of(roles),
                segments(),
                createdAt);
    }

    Credentials toCredentials() {
        return new Credentials(toAccount(), passwordHash);
    }

    long version() {
        return version;
    }
}
