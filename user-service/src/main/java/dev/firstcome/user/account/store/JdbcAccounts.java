package dev.firstcome.user.account.store;

import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.user.account.Account;
import dev.firstcome.user.account.Accounts;
import dev.firstcome.user.account.Credentials;
import dev.firstcome.user.account.Email;
import dev.firstcome.user.account.EmailBuckets;
import dev.firstcome.user.account.PersonName;
import dev.firstcome.user.account.ProfileChange;
import dev.firstcome.user.account.SegmentsChange;
import dev.firstcome.user.account.UserLanguage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Accounts in Postgres. The primary key of {@code account_email} guarantees that an address is claimed once. */
@Component
final class JdbcAccounts implements Accounts {
    private static final String COLUMNS = "user_id, email, name, language, roles, segments, created_at";

    private final Shards shards;
    private final JdbcClient jdbc;
    private final EmailBuckets buckets;
    private final AccountEvents events;

    JdbcAccounts(Shards shards, JdbcClient jdbc, EmailBuckets buckets, AccountEvents events) {
        this.shards = shards;
        this.jdbc = jdbc;
        this.buckets = buckets;
        this.events = events;
    }

    @Override
    public boolean add(Account account, String passwordHash) {
        Bucket bucket = BucketedIds.bucketOf(account.userId());
        return shards.transact(bucket, () -> {
            boolean added = claimAndInsert(bucket, account, passwordHash) == 1;
            if (added) {
                events.signedUp(account);
            }
            return added;
        });
    }

    @Override
    public Optional<Credentials> findByEmail(Email email) {
        Bucket bucket = buckets.bucketOf(email);
        return shards.read(
                bucket,
                () -> jdbc.sql("select " + COLUMNS + ", password_hash from account where bucket = ?"
                                + " and user_id = (select user_id from account_email where bucket = ? and email = ?)")
                        .params(bucket.number(), bucket.number(), email.value())
                        .query((row, number) -> new Credentials(account(row), row.getString("password_hash")))
                        .optional());
    }

    @Override
    public Optional<Account> find(UUID userId) {
        Bucket bucket = BucketedIds.bucketOf(userId);
        return shards.read(
                bucket,
                () -> jdbc.sql("select " + COLUMNS + " from account where bucket = ? and user_id = ?")
                        .params(bucket.number(), userId)
                        .query((row, number) -> account(row))
                        .optional());
    }

    @Override
    public Optional<Account> change(UUID userId, ProfileChange change) {
        Bucket bucket = BucketedIds.bucketOf(userId);
        PersonName name = change.name();
        UserLanguage language = change.language();
        return shards.transact(bucket, () -> {
            Optional<VersionedAccount> changed = jdbc.sql("update account set name = coalesce(:name, name),"
                            + " language = coalesce(:language, language), version = version + 1"
                            + " where bucket = :bucket and user_id = :user returning version, " + COLUMNS)
                    .param("name", name == null ? null : name.value())
                    .param("language", language == null ? null : language.tag())
                    .param("bucket", bucket.number())
                    .param("user", userId)
                    .query((row, number) -> new VersionedAccount(account(row), row.getLong("version")))
                    .optional();
            changed.ifPresent(update -> events.changed(update.account(), update.version()));
            return changed.map(VersionedAccount::account);
        });
    }

    @Override
    public Optional<SegmentsChange> replaceSegments(UUID userId, List<String> segments) {
        Bucket bucket = BucketedIds.bucketOf(userId);
        return shards.transact(bucket, () -> {
            Optional<List<String>> before = jdbc.sql(
                            "select segments from account where bucket = ? and user_id = ? for update")
                    .params(bucket.number(), userId)
                    .query((row, number) -> strings(row, "segments"))
                    .optional();
            if (before.isPresent() && !before.get().equals(segments)) {
                replaceSegments(bucket, userId, segments);
            }
            return before.map(previous -> new SegmentsChange(previous, segments));
        });
    }

    private void replaceSegments(Bucket bucket, UUID userId, List<String> segments) {
        VersionedAccount updated = jdbc.sql("update account set segments = :segments, version = version + 1"
                        + " where bucket = :bucket and user_id = :user returning version, " + COLUMNS)
                .param("segments", segments.toArray(String[]::new))
                .param("bucket", bucket.number())
                .param("user", userId)
                .query((row, number) -> new VersionedAccount(account(row), row.getLong("version")))
                .single();
        events.changed(updated.account(), updated.version());
    }

    private record VersionedAccount(Account account, long version) {}

    /**
     * Uses one statement, so that concurrent claims of the address wait for one commit and not for round trips. A
     * failed claim inserts no account.
     */
    private int claimAndInsert(Bucket bucket, Account account, String passwordHash) {
        return jdbc.sql(
                        "with claim as (insert into account_email (bucket, email, user_id, claimed_at)"
                                + " values (:bucket, :email, :user, :now) on conflict do nothing returning user_id)"
                                + " insert into account (bucket, " + COLUMNS + ", password_hash)"
                                + " select :bucket, user_id, :email, :name, :language, :roles, :segments, :now, :hash from claim")
                .param("bucket", bucket.number())
                .param("email", account.email().value())
                .param("user", account.userId())
                .param("now", account.createdAt().atOffset(ZoneOffset.UTC))
                .param("name", account.name().value())
                .param("language", account.language().tag())
                .param("roles", account.roles().toArray(String[]::new))
                .param("segments", account.segments().toArray(String[]::new))
                .param("hash", passwordHash)
                .update();
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                row.getObject("user_id", UUID.class),
                new Email(row.getString("email")),
                new PersonName(row.getString("name")),
                UserLanguage.of(row.getString("language")).orElse(UserLanguage.EN),
                strings(row, "roles"),
                strings(row, "segments"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private static List<String> strings(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }
}
