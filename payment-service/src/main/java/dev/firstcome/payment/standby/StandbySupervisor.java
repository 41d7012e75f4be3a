package dev.firstcome.payment.standby;

import dev.firstcome.contracts.platform.ShardStandbyChanged;
import dev.firstcome.payment.standby.ShardPrimary.ReplicationStatus;
import dev.firstcome.payment.standby.ShardPrimary.Standby;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Switches one shard between synchronous and asynchronous replication while this process holds the shard's lock. It
 * publishes "synchronous" only after commits wait for the standby and the standby has all earlier commits. It publishes
 * "not synchronous" before commits stop waiting; while that record cannot be published, commits keep waiting. So the
 * last published record never claims more than is true. Used by one thread.
 */
final class StandbySupervisor {
    private static final Logger log = LoggerFactory.getLogger(StandbySupervisor.class);

    /** Maximum lag of a standby for which synchronous replication is enabled. */
    private static final long LAG_BYTES_MAX = 1 << 20;

    /** Time between a settings change and the first check that all sessions apply it. */
    private static final Duration SETTINGS_DELAY = Duration.ofSeconds(1);

    private final String shard;
    private final List<String> names;
    private final Duration replyTimeout;
    private final StandbyLog standbyLog;
    private final Clock clock;
    private final LongSupplier nanos;

    private @Nullable Long standbyLostAt;
    private @Nullable Long synchronousSince;
    private long requiredLsn = -1;
    private @Nullable ShardStandbyChanged lastRecord;

    StandbySupervisor(
            String shard, StandbyProperties properties, StandbyLog standbyLog, Clock clock, LongSupplier nanos) {
        this.shard = shard;
        this.names = properties.names().getOrDefault(shard, List.of());
        this.replyTimeout = properties.alone();
        this.standbyLog = standbyLog;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** Checks the replication status once, and changes the settings or publishes a record if necessary. */
    void check(ShardPrimary primary) {
        ReplicationStatus status = primary.replicationStatus();
        Optional<Standby> active = status.activeStandby(names, replyTimeout);
        if (status.isSynchronous()) {
            active.filter(Standby::isSynchronous)
                    .ifPresentOrElse(
                            standby -> confirmSynchronous(primary, standby),
                            () -> handleLostStandby(primary, status, active));
        } else {
            active.filter(standby -> status.flushLsn() - standby.flushLsn() <= LAG_BYTES_MAX)
                    .ifPresentOrElse(
                            standby -> enableSynchronous(primary, standby),
                            () -> publish(false, null, "no standby is streaming and caught up"));
        }
    }

    private void enableSynchronous(ShardPrimary primary, Standby standby) {
        publish(false, null, standby.name() + " has caught up; synchronous replication is being enabled");
        primary.enableSynchronousReplication(names, standby.name());
        log.info("standby supervisor: commits on {} now wait for standby {}", shard, standby.name());
    }

    private void confirmSynchronous(ShardPrimary primary, Standby standby) {
        standbyLostAt = null;
        if (synchronousSince == null) {
            synchronousSince = nanos.getAsLong();
        }
        if (requiredLsn < 0) {
            if (nanos.getAsLong() - synchronousSince < SETTINGS_DELAY.toNanos()) {
                return;
            }
            primary.awaitSettingsApplied();
            requiredLsn = primary.replicationStatus().flushLsn();
            return;
        }
        if (standby.flushLsn() >= requiredLsn) {
            publish(true, standby.name(), "commits wait for " + standby.name());
        }
    }

    /** Commits wait, but no standby acknowledges them. Disables the wait after a timeout, once that is published. */
    private void handleLostStandby(ShardPrimary primary, ReplicationStatus status, Optional<Standby> active) {
        long now = nanos.getAsLong();
        if (standbyLostAt == null) {
            standbyLostAt = now;
            log.warn(
                    "standby supervisor: commits on {} wait for a standby, but none replies: {}",
                    shard,
                    status.standbys());
        }
        // The standby may have been silent before this process became the supervisor.
        long lostFor = Math.max(now - standbyLostAt, lastReplyAge(status).toNanos() - replyTimeout.toNanos());
        if (lostFor < replyTimeout.toNanos() || active.isPresent() && lostFor < 2 * replyTimeout.toNanos()) {
            return;
        }
        if (publish(false, null, "no standby has replied for " + replyTimeout.toSeconds() + " s")) {
            primary.disableSynchronousReplication();
            log.error(
                    "standby supervisor: commits on {} no longer wait for a standby; new commits exist only on the"
                            + " primary until a standby catches up",
                    shard);
            reset();
        }
    }

    /** Age of the latest reply of any standby; zero if none is connected. */
    private Duration lastReplyAge(ReplicationStatus status) {
        return status.standbys().stream()
                .filter(standby -> names.contains(standby.name()))
                .map(Standby::replyAge)
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private void reset() {
        standbyLostAt = null;
        synchronousSince = null;
        requiredLsn = -1;
    }

    private boolean publish(boolean synchronous, @Nullable String standby, String reason) {
        ShardStandbyChanged last = lastRecord;
        if (last != null && last.synchronous() == synchronous && Objects.equals(last.standby(), standby)) {
            return true;
        }
        ShardStandbyChanged record = new ShardStandbyChanged(shard, synchronous, standby, reason, Instant.now(clock));
        // Until the append is acknowledged, the last stored record is unknown.
        lastRecord = null;
        if (standbyLog.append(record)) {
            lastRecord = record;
            return true;
        }
        log.error(
                "standby supervisor: the standby record of {} cannot be stored; the replication mode stays unchanged:"
                        + " {}",
                shard,
                reason);
        return false;
    }
}
