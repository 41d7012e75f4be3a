package dev.firstcome.platform.outbox;

/**
 * The state of a shard's relay in this process, as last observed.
 *
 * @param leader whether this process publishes the shard's events
 * @param reason why it does not; empty for the leader
 * @param slotLagBytes bytes of the write-ahead log that the slot retains
 * @param rows rows in the outbox, 10,000 at most
 * @param oldestSeconds the age of the oldest row
 */
record RelayState(boolean leader, String reason, long slotLagBytes, long rows, double oldestSeconds) {
    static RelayState follower(String reason) {
        return new RelayState(false, reason, 0, 0, 0);
    }

    /** Nothing is published. The last observation of slot and table is kept, so that a growing lag stays visible. */
    RelayState suspended(String newReason) {
        return new RelayState(false, newReason, slotLagBytes, rows, oldestSeconds);
    }

    static RelayState leader(long slotLagBytes, OutboxTable.Backlog backlog) {
        return new RelayState(true, "", slotLagBytes, backlog.rows(), backlog.oldestSeconds());
    }
}
