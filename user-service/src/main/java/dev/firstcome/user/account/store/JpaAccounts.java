package dev.firstcome.user.account.store;

import dev.firstcome.platform.entities.EntityStore;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.user.account.Account;
import dev.firstcome.user.account.Accounts;
import dev.firstcome.user.account.Credentials;
import dev.firstcome.user.account.Email;
import dev.firstcome.user.account.EmailBuckets;
import dev.firstcome.user.account.ProfileChange;
import dev.firstcome.user.account.SegmentsChange;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Accounts in the Postgres shards. The primary key of {@code account_email} guarantees that an address is claimed once. A
 * change locks the account row before it reads it and until it commits.
 */
@Repository
final class JpaAccounts implements Accounts {
    private final Shards shards;
    private final EntityStore entities;
    private final JdbcClient jdbc;
    private final EmailBuckets buckets;
    private final AccountEvents events;

    JpaAccounts(Shards shards, EntityStore entities, JdbcClient jdbc, EmailBuckets buckets, AccountEvents events) {
        this.shards = shards;
        this.entities = entities;
        this.jdbc = jdbc;
        this.buckets = buckets;
        this.events = events;
    }

    @Override
    public boolean add(Account account, String passwordHash) {
        return shards.transact(BucketedIds.bucketOf(account.userId()), () -> {
            boolean claimed = claimEmail(account);
            if (claimed) {
                entities.insert(new AccountEntity(account, passwordHash));
                events.signedUp(account);
            }
            return claimed;
        });
    }

    /** A concurrent claim of the address waits for the commit of the first one. */
    private boolean claimEmail(Account account) {
        return jdbc.sql("""
                        insert into account_email (bucket, email, user_id, claimed_at)
                        values (:bucket, :email, :user, :now) on conflict do nothing""")
                        .param("bucket", BucketedIds.bucketOf(account.userId()).number())
                        .param("email", account.email().value())
                        .param("user", account.userId())
                        .param("now", account.createdAt().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    @Override
    public Optional<Credentials> findByEmail(Email email) {
        Bucket bucket = buckets.bucketOf(email);
        return shards.read(
                bucket,
                () -> entities.call(session -> session.createSelectionQuery("""
                                select account
                                from EmailClaimEntity claim
                                join AccountEntity account
                                    on account.id.bucket = claim.id.bucket and account.id.userId = claim.userId
                                where claim.id.bucket = :bucket and claim.id.email = :email""", AccountEntity.class)
                        .setParameter("bucket", (short) bucket.number())
                        .setParameter("email", email.value())
                        .uniqueResultOptional()
                        .map(AccountEntity::toCredentials)));
    }

    @Override
    public Optional<Account> find(UUID userId) {
        return shards.read(
                        BucketedIds.bucketOf(userId), () -> entities.find(AccountEntity.class, AccountKey.of(userId)))
                .map(AccountEntity::toAccount);
    }

    @Override
    public Optional<Account> change(UUID userId, ProfileChange change) {
        return shards.transact(
                BucketedIds.bucketOf(userId),
                () -> entities.lock(AccountEntity.class, AccountKey.of(userId)).map(account -> {
                    account.apply(change);
                    return update(account);
                }));
    }

    @Override
    public Optional<SegmentsChange> replaceSegments(UUID userId, List<String> segments) {
        return shards.transact(
                BucketedIds.bucketOf(userId),
                () -> entities.lock(AccountEntity.class, AccountKey.of(userId)).map(account -> {
                    List<String> before = account.segments();
                    if (!before.equals(segments)) {
                        account.replaceSegments(segments);
                        update(account);
                    }
                    return new SegmentsChange(before, segments);
                }));
    }

    /** Appends the event after the update, which increments the version. */
    private Account update(AccountEntity account) {
        entities.update(account);
        Account updated = account.toAccount();
        events.changed(updated, account.version());
        return updated;
    }
}
