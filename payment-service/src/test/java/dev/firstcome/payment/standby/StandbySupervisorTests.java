package dev.firstcome.payment.standby;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.platform.ShardPromoted;
import dev.firstcome.contracts.platform.ShardStandbyChanged;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class StandbySupervisorTests {
    private static final String SHARD = "pg-1";
    private static final String NAME = "pg_1_replica_1";
    private static final StandbyProperties PROPERTIES =
            new StandbyProperties(Map.of(SHARD, List.of(NAME)), Duration.ofSeconds(3), Duration.ofMillis(500));

    private final FakeShard shard = new FakeShard();
    private final StandbySupervisor supervisor = shard.newSupervisor();

    @Test
    void publishesSynchronousOnceTheStandbyHasAllEarlierCommits() {
        shard.acknowledged = 100;
        shard.flushedByStandby = 90;

        shard.check(supervisor, 10);
        assertThat(shard.records).as("the standby lacks the last commits").noneMatch(ShardStandbyChanged::synchronous);

        shard.flushedByStandby = 100;
        shard.check(supervisor, 1);
        assertThat(shard.lastRecord().synchronous()).isTrue();
        assertThat(shard.lastRecord().standby()).isEqualTo(NAME);
    }

    @Test
    void doesNotPublishSynchronousBeforeAllSessionsApplyTheSetting() {
        shard.settingDelayNanos = Duration.ofMillis(900).toNanos();

        shard.check(supervisor, 2);
        assertThat(shard.settingsAwaited).isZero();
        assertThat(shard.records).noneMatch(ShardStandbyChanged::synchronous);

        shard.check(supervisor, 4);
        assertThat(shard.lastRecord().synchronous()).isTrue();
    }

    @Test
    void disablesTheWaitForALostStandbyOnlyAfterTheRecordIsStored() {
        shard.check(supervisor, 10);
        shard.standbyConnected = false;

        shard.check(supervisor, 5);
        assertThat(shard.synchronous).as("within the reply timeout").isTrue();
        assertThat(shard.lastRecord().synchronous()).isTrue();

        shard.logAvailable = false;
        shard.check(supervisor, 10);
        assertThat(shard.synchronous).as("the record is not stored").isTrue();

        shard.logAvailable = true;
        shard.check(supervisor, 1);
        assertThat(shard.lastRecord().synchronous()).isFalse();
        assertThat(shard.synchronous).isFalse();
    }

    @Test
    void treatsASilentStandbyAsLost() {
        shard.check(supervisor, 10);
        shard.replyAge = Duration.ofSeconds(4);

        shard.check(supervisor, 20);

        assertThat(shard.lastRecord().synchronous()).isFalse();
        assertThat(shard.synchronous).isFalse();
    }

    @Test
    void aNewSupervisorImmediatelyGivesUpAStandbyThatWasSilentForLong() {
        shard.check(supervisor, 10);
        shard.replyAge = Duration.ofSeconds(7);

        shard.check(shard.newSupervisor(), 1);

        assertThat(shard.synchronous).isFalse();
    }

    @Test
    void enablesTheWaitAgainOnceTheStandbyHasCaughtUp() {
        shard.check(supervisor, 10);
        shard.standbyConnected = false;
        shard.check(supervisor, 10);
        shard.standbyConnected = true;
        shard.flushedByStandby = 0;
        shard.acknowledged = 10L << 20;

        shard.check(supervisor, 10);
        assertThat(shard.synchronous).as("the lag is too large").isFalse();

        shard.flushedByStandby = shard.acknowledged;
        shard.check(supervisor, 10);
        assertThat(shard.lastRecord().synchronous()).isTrue();
    }

    @Test
    void theLastRecordNeverClaimsMoreThanIsTrueWhateverFails() {
        long seed = ThreadLocalRandom.current().nextLong();
        System.out.println("StandbySupervisorTests: seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        int synchronousAtTheEnd = 0;
        for (int run = 0; run < 300; run++) {
            FakeShard failing = new FakeShard();
            failing.settingDelayNanos = random.nextLong(Duration.ofMillis(950).toNanos());
            StandbySupervisor current = failing.newSupervisor();
            for (int step = 0; step < 120; step++) {
                failing.changeRandomly(random);
                try {
                    failing.check(current, 1);
                } catch (ShardPrimary.PrimaryUnavailableException lost) {
                    current = failing.newSupervisor(); // another process becomes the supervisor
                }
                assertThat(failing.promotionLosesCommits())
                        .as("seed %d, run %d, step %d: %s", seed, run, step, failing.records)
                        .isFalse();
            }
            synchronousAtTheEnd +=
                    !failing.records.isEmpty() && failing.lastRecord().synchronous() ? 1 : 0;
        }
        assertThat(synchronousAtTheEnd)
                .as("runs that end synchronous, of 300; some runs must end in each mode")
                .isBetween(30, 270);
    }

    /**
     * A primary with its standby, and the standby log. Each random change may acknowledge commits, according to the
     * mode of the primary.
     */
    private static final class FakeShard implements ShardPrimary, StandbyLog {
        private final List<ShardStandbyChanged> records = new ArrayList<>();
        private boolean standbyConnected = true;
        private boolean synchronous;
        private boolean settingApplied;
        private long settingChangedAt;
        private long settingDelayNanos;
        private long acknowledged = 1;
        private long flushedByStandby = 1;
        private Duration replyAge = Duration.ofMillis(300);
        private boolean logAvailable = true;
        private boolean primaryUnavailable;
        private long nanos;
        private int settingsAwaited;

        StandbySupervisor newSupervisor() {
            return new StandbySupervisor(SHARD, PROPERTIES, this, Clock.systemUTC(), () -> nanos);
        }

        void check(StandbySupervisor supervisor, int times) {
            for (int i = 0; i < times; i++) {
                nanos += Duration.ofMillis(500).toNanos();
                settingApplied |= synchronous && nanos - settingChangedAt >= settingDelayNanos;
                supervisor.check(this);
            }
        }

        ShardStandbyChanged lastRecord() {
            return records.getLast();
        }

        /** Returns whether a promotion that trusts the last record would lose acknowledged commits. */
        boolean promotionLosesCommits() {
            return !records.isEmpty() && lastRecord().synchronous() && flushedByStandby < acknowledged;
        }

        void changeRandomly(SplittableRandom random) {
            standbyConnected = random.nextInt(10) == 0 ? random.nextBoolean() : standbyConnected;
            replyAge = random.nextInt(15) == 0 ? Duration.ofMillis(random.nextLong(6000)) : replyAge;
            logAvailable = random.nextInt(6) != 0;
            primaryUnavailable = random.nextInt(20) == 0;
            if (standbyConnected && random.nextInt(3) != 0) {
                flushedByStandby = acknowledged;
            }
            // Asynchronous commits are acknowledged at once, synchronous ones when the standby has them.
            if (!settingApplied) {
                acknowledged += random.nextInt(100);
            } else if (standbyConnected && random.nextBoolean()) {
                acknowledged += random.nextInt(100);
                flushedByStandby = acknowledged;
            }
        }

        @Override
        public ReplicationStatus replicationStatus() {
            requireAvailable();
            List<Standby> standbys = standbyConnected
                    ? List.of(new Standby(NAME, true, synchronous, flushedByStandby, replyAge))
                    : List.of();
            return new ReplicationStatus(synchronous ? NAME : "", acknowledged, standbys);
        }

        @Override
        public void enableSynchronousReplication(List<String> names, String slot) {
            requireAvailable();
            assertThat(names).contains(slot);
            synchronous = true;
            settingChangedAt = nanos;
            settingApplied = settingDelayNanos == 0;
        }

        @Override
        public void disableSynchronousReplication() {
            requireAvailable();
            synchronous = false;
            settingApplied = false;
        }

        @Override
        public void awaitSettingsApplied() {
            requireAvailable();
            settingsAwaited++;
            assertThat(settingApplied).isTrue();
        }

        private void requireAvailable() {
            if (primaryUnavailable) {
                throw new PrimaryUnavailableException(new IllegalStateException("unavailable"));
            }
        }

        @Override
        public void close() {}

        @Override
        public boolean append(ShardStandbyChanged standby) {
            if (logAvailable) {
                records.add(standby);
            }
            return logAvailable;
        }

        @Override
        public boolean append(ShardPromoted promoted) {
            throw new IllegalStateException("the supervisor must not append " + promoted);
        }
    }
}
