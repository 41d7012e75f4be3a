package dev.firstcome.user.account;

import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.user.password.PasswordHasher;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;

/**
 * Creates accounts. The expensive password hash is computed before the transaction, which is two inserts on one shard.
 */
@Service
public final class SignUp {
    private final Accounts accounts;
    private final EmailBuckets buckets;
    private final BucketedIds ids;
    private final PasswordHasher passwords;
    private final Clock clock;

    SignUp(Accounts accounts, EmailBuckets buckets, BucketedIds ids, PasswordHasher passwords, Clock clock) {
        this.accounts = accounts;
        this.buckets = buckets;
        this.ids = ids;
        this.passwords = passwords;
        this.clock = clock;
    }

    /** The outcome of a sign-up. */
    public sealed interface Outcome {
        record SignedUp(UUID userId) implements Outcome {}

        record EmailTaken() implements Outcome {}
    }

    public Outcome signUp(NewAccount request) {
        String hash = passwords.hash(request.password());
        UUID userId = ids.next(buckets.bucketOf(request.email()));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Account account = new Account(
                userId, request.email(), request.name(), request.language(), request.roles(), List.of(), now);
        return accounts.add(account, hash) ? new Outcome.SignedUp(userId) : new Outcome.EmailTaken();
    }
}
