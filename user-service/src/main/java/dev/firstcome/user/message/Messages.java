package dev.firstcome.user.message;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores the in-app messages of all users. */
public interface Messages {
    /**
     * Adds the message to the user's inbox, in the caller's transaction on the user's shard. Idempotent by message id.
     */
    void add(Message message);

    /**
     * Returns a page of the user's messages, newest first.
     *
     * @param before returns only messages older than this id; null starts with the newest message
     */
    List<Message> page(UUID userId, @Nullable UUID before, int limit);

    /**
     * Returns the last position of each user's inbox. All users are on the shard; users without messages are absent.
     */
    Map<UUID, Long> lastPositions(String shard, Set<UUID> users);

    /** Returns the messages after each read position, in order of position. All users are on the shard. */
    List<List<PositionedMessage>> findAfter(String shard, List<ReadPosition> positions, int limitPerUser);

    /**
     * A reader's progress in a user's inbox.
     *
     * @param position position of the last message that was read; 0 if none was read
     */
    record ReadPosition(UUID user, long position) {}
}
