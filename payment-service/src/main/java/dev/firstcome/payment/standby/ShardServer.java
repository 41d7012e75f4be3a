package dev.firstcome.payment.standby;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The server that leads a shard, for the one who keeps its standby; over all processes one does at a time. Each call throws
 * {@link ServerAway} when the server is lost.
 */
public interface ShardServer extends AutoCloseable {
    /**
     * What stands there now.
     *
     * @param waitsFor the names that commits wait for one of; empty: they wait for nobody
     * @param flushedTo up to where its own log is safe
     */
    record Look(String waitsFor, long flushedTo, List<Follower> followers) {
        public Look {
            followers = List.copyOf(followers);
        }

        public boolean waits() {
            return !waitsFor.isEmpty();
        }

        /** The one of these that is in step, the one first that is waited for. */
        Optional<Follower> inStep(List<String> names, Duration heardWithin) {
            return followers.stream()
                    .filter(one -> names.contains(one.name()) && one.streams())
                    .filter(one -> one.heardAgo().compareTo(heardWithin) < 0)
                    .min((one, other) -> Boolean.compare(other.waitedFor(), one.waitedFor()));
        }
    }

    /**
     * Who streams from it.
     *
     * @param waitedFor whether commits wait for this one
     * @param flushedTo up to where the log is safe there
     * @param heardAgo how long ago it last said so
     */
    record Follower(String name, boolean streams, boolean waitedFor, long flushedTo, Duration heardAgo) {}

    Look look();

    /**
     * From now on commits wait for one of these, also those that are under way, and who reads the log for events does not get
     * ahead of the one that is there.
     *
     * @param slot by which that one streams
     */
    void waitFor(List<String> names, String slot);

    /** From now on commits wait for nobody, also those that wait already. */
    void waitForNobody();

    /** Returns once what was set before is in force for every session. */
    void settle();

    @Override
    void close();

    /** The server is lost, or has no such rights. */
    final class ServerAway extends RuntimeException {
        private static final long serialVersionUID = 1;

        public ServerAway(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }
}
