package dev.firstcome.user.account;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Stores accounts. Each call is one transaction on the account's shard. */
public interface Accounts {
    /**
     * Claims the e-mail address and stores the account, atomically. Exactly one of all calls for an address returns
     * true, even if the calls are concurrent.
     */
    boolean add(Account account, String passwordHash);

    Optional<Credentials> findByEmail(Email email);

    Optional<Account> find(UUID userId);

    /** Changes the non-null fields. Empty if the account does not exist. */
    Optional<Account> change(UUID userId, ProfileChange change);

    /** Replaces the user's segments. Empty if the account does not exist. */
    Optional<SegmentsChange> replaceSegments(UUID userId, List<String> segments);
}
