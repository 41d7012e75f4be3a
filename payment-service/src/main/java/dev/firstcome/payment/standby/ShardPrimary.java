package dev.firstcome.payment.standby;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A session on the primary of a shard that holds the lock of its standby supervision. At most one process holds the
 * lock. Each call throws {@link PrimaryUnavailableException} if the session is lost.
 */
public interface ShardPrimary extends AutoCloseable {
    /**
     * Replication settings and state of the primary.
     *
     * @param synchronousStandbyNames the Postgres setting of this name; empty: commits wait for no standby
     * @param flushLsn position up to which the primary's WAL is flushed
     */
    record ReplicationStatus(String synchronousStandbyNames, long flushLsn, List<Standby> standbys) {
        public ReplicationStatus {
            standbys = List.copyOf(standbys);
        }

        public boolean isSynchronous() {
            return !synchronousStandbyNames.isEmpty();
        }

        /** Returns a streaming standby with a recent reply; prefers the synchronous one. */
        Optional<Standby> activeStandby(List<String> names, Duration replyTimeout) {
            return standbys.stream()
                    .filter(standby -> names.contains(standby.name()) && standby.isStreaming())
                    .filter(standby -> standby.replyAge().compareTo(replyTimeout) < 0)
                    .min((one, other) -> Boolean.compare(other.isSynchronous(), one.isSynchronous()));
        }
    }

    /**
     * A standby that is connected to the primary.
     *
     * @param isSynchronous whether commits wait for this standby
     * @param flushLsn position up to which the standby has flushed the WAL
     * @param replyAge time since the standby's last reply
     */
    record Standby(String name, boolean isStreaming, boolean isSynchronous, long flushLsn, Duration replyAge) {}

    ReplicationStatus replicationStatus();

    /**
     * Makes all commits, including those in progress, wait for one of these standbys. Logical decoding does not get
     * ahead of the standby that uses the slot.
     *
     * @param slot the physical replication slot of the connected standby
     */
    void enableSynchronousReplication(List<String> names, String slot);

    /** Makes no commit wait for a standby; releases commits that wait already. */
    void disableSynchronousReplication();

    /** Returns when every session applies the changed settings. */
    void awaitSettingsApplied();

    @Override
    void close();

    /** The primary is unreachable, or the role lacks a privilege. */
    final class PrimaryUnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public PrimaryUnavailableException(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }
}
