package dev.firstcome.platform.outbox;

/**
 * What a shard's relay is doing.
 *
 * @param leads whether this process sends
 * @param why it does not send, or an empty text
 * @param slotLagBytes of the log that the slot holds back; as far as known
 * @param waiting rows in the outbox, as far as counted
 * @param oldestSeconds for how long the oldest has been there
 */
record RelayState(boolean leads, String why, long slotLagBytes, long waiting, double oldestSeconds) {
    static RelayState following(String why) {
        return new RelayState(false, why, 0, 0, 0);
    }

    /** Nothing is sent, and what was known of the slot and the rows is so still, as far as anybody knows. */
    RelayState waiting(String reason) {
        return new RelayState(false, reason, slotLagBytes, waiting, oldestSeconds);
    }

    static RelayState leading(long slotLagBytes, OutboxRows.Backlog backlog) {
        return new RelayState(true, "", slotLagBytes, backlog.waiting(), backlog.oldestSeconds());
    }
}
