package dev.firstcome.user.account;

import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.user.password.PasswordHashes;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Makes accounts. The costly hash is made before the transaction, which then is two inserts in one shard. */
@Service
public final class SignUp {
    private final Accounts accounts;
    private final EmailBuckets buckets;
    private final BucketedIds ids;
    private final PasswordHashes passwords;
    private final Clock clock;

    SignUp(Accounts accounts, EmailBuckets buckets, BucketedIds ids, PasswordHashes passwords, Clock clock) {
        this.accounts = accounts;
        this.buckets = buckets;
        this.ids = ids;
        this.passwords = passwords;
        this.clock = clock;
    }

    /** What became of it. */
    public sealed interface Outcome {
        record SignedUp(UUID userId) implements Outcome {}

        record EmailTaken() implements Outcome {}
    }

    public Outcome signUp(NewAccount wanted) {
        String hash = passwords.hash(wanted.password());
        UUID userId = ids.next(buckets.bucketOf(wanted.email()));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Account account =
                new Account(userId, wanted.email(), wanted.name(), wanted.language(), wanted.roles(), List.of(), now);
        return accounts.add(account, hash) ? new Outcome.SignedUp(userId) : new Outcome.EmailTaken();
    }
}
