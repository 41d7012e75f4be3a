package dev.firstcome.user.message;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The in-app inboxes of all users. */
public interface Messages {
    /** Adds the message to its user's inbox, in the transaction that is open on the user's shard. */
    void add(Message message);

    /**
     * A page of a user's messages, the newest first.
     *
     * @param before only messages older than this one; none: from the newest on
     */
    List<Message> page(UUID userId, @Nullable UUID before, int limit);
}
