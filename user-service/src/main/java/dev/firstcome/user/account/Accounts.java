package dev.firstcome.user.account;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The stored accounts. Each call is one transaction in the shard of the account. */
public interface Accounts {
    /**
     * Claims the e-mail address and stores the account, both or neither. Of many calls for one address, at whatever
     * time, exactly one returns true.
     */
    boolean add(Account account, String passwordHash);

    Optional<Credentials> findByEmail(Email email);

    Optional<Account> find(UUID userId);

    /** Changes what is given and leaves the rest; nothing where there is no such account. */
    Optional<Account> change(UUID userId, ProfileChange change);

    /** Puts the user into these segments and no others; nothing where there is no such account. */
    Optional<SegmentsChange> putInto(UUID userId, List<String> segments);
}
