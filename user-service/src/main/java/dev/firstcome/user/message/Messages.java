package dev.firstcome.user.message;

import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** Where each of these users' inboxes ends, all of one shard; who has no message is missing. */
    Map<UUID, Long> ends(String shard, Set<UUID> users);

    /** What came into inboxes of one shard after these places, in its order, at most so many for each place. */
    List<List<ToldMessage>> after(String shard, List<Place> places, int eachMax);

    /**
     * A place in a user's inbox.
     *
     * @param position of the last message that was seen; zero: none
     */
    record Place(UUID user, long position) {}
}
