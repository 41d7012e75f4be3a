package dev.firstcome.payment.standby;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.platform.ShardPromoted;
import dev.firstcome.contracts.platform.ShardStandby;
import dev.firstcome.payment.standby.ShardServer.Follower;
import dev.firstcome.payment.standby.ShardServer.Look;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class StandbyWatchTests {
    private static final String SHARD = "pg-1";
    private static final String NAME = "pg_1_replica_1";
    private static final StandbyProperties PROPERTIES =
            new StandbyProperties(Map.of(SHARD, List.of(NAME)), Duration.ofSeconds(3), Duration.ofMillis(500));

    private final World world = new World();
    private final StandbyWatch watch = world.watch();

    @Test
    void thatCommitsWaitIsToldOnceTheStandbyHasAllThatWasCommittedBefore() {
        world.acknowledged = 100;
        world.has = 90;

        world.looks(watch, 10);
        assertThat(world.told).as("it lacks the last of them").noneMatch(ShardStandby::synchronous);

        world.has = 100;
        world.looks(watch, 1);
        assertThat(world.last().synchronous()).isTrue();
        assertThat(world.last().standby()).isEqualTo(NAME);
    }

    @Test
    void whatIsNotYetInForceIsNotTold() {
        world.inForceAfterNanos = Duration.ofMillis(900).toNanos();

        world.looks(watch, 2);
        assertThat(world.settled).isZero();
        assertThat(world.told).noneMatch(ShardStandby::synchronous);

        world.looks(watch, 4);
        assertThat(world.last().synchronous()).isTrue();
    }

    @Test
    void withoutAStandbyCommitsGoOnAfterAWhileAndNotBeforeThatIsWrittenDown() {
        world.looks(watch, 10);
        world.there = false;

        world.looks(watch, 5);
        assertThat(world.waits).as("for three seconds it may come back").isTrue();
        assertThat(world.last().synchronous()).isTrue();

        world.takesRecords = false;
        world.looks(watch, 10);
        assertThat(world.waits).as("nobody could know that it is alone").isTrue();

        world.takesRecords = true;
        world.looks(watch, 1);
        assertThat(world.last().synchronous()).isFalse();
        assertThat(world.waits).isFalse();
    }

    @Test
    void aStandbyThatSaysNothingIsNone() {
        world.looks(watch, 10);
        world.heardAgo = Duration.ofSeconds(4);

        world.looks(watch, 20);

        assertThat(world.last().synchronous()).isFalse();
        assertThat(world.waits).isFalse();
    }

    @Test
    void aStandbyThatWasSilentForLongIsGivenUpAtOnceByWhoComesToLook() {
        world.looks(watch, 10);
        world.heardAgo = Duration.ofSeconds(7);

        world.looks(world.watch(), 1);

        assertThat(world.waits).isFalse();
    }

    @Test
    void aStandbyThatIsBackIsWaitedForAgain() {
        world.looks(watch, 10);
        world.there = false;
        world.looks(watch, 10);
        world.there = true;
        world.has = 0;
        world.acknowledged = 10L << 20;

        world.looks(watch, 10);
        assertThat(world.waits).as("it lacks much").isFalse();

        world.has = world.acknowledged;
        world.looks(watch, 10);
        assertThat(world.last().synchronous()).isTrue();
    }

    @Test
    void whateverFailsInWhicheverOrderTheLastWordIsNeverMoreThanWhatIsTrue() {
        long seed = ThreadLocalRandom.current().nextLong();
        System.out.println("StandbyWatchTests: seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        int synchronousAtTheEnd = 0;
        for (int run = 0; run < 300; run++) {
            World chaos = new World();
            chaos.inForceAfterNanos = random.nextLong(Duration.ofMillis(950).toNanos());
            StandbyWatch now = chaos.watch();
            for (int step = 0; step < 120; step++) {
                chaos.changes(random);
                try {
                    chaos.looks(now, 1);
                } catch (ShardServer.ServerAway lost) {
                    now = chaos.watch(); // another process goes on
                }
                assertThat(chaos.lostIfPromoted())
                        .as("seed %d, run %d, step %d: %s", seed, run, step, chaos.told)
                        .isFalse();
            }
            synchronousAtTheEnd += !chaos.told.isEmpty() && chaos.last().synchronous() ? 1 : 0;
        }
        assertThat(synchronousAtTheEnd)
                .as("the other word is not always the last")
                .isBetween(30, 270);
    }

    /** A server, its standby and the topic. Commits are acknowledged as the server has it, at each change of time. */
    private static final class World implements ShardServer, StandbyLog {
        private final List<ShardStandby> told = new ArrayList<>();
        private boolean there = true;
        private boolean waits;
        private boolean inForce;
        private long settingAt;
        private long inForceAfterNanos;
        private long acknowledged = 1;
        private long has = 1;
        private Duration heardAgo = Duration.ofMillis(300);
        private boolean takesRecords = true;
        private boolean away;
        private long nanos;
        private int settled;

        StandbyWatch watch() {
            return new StandbyWatch(SHARD, PROPERTIES, this, Clock.systemUTC(), () -> nanos);
        }

        void looks(StandbyWatch watch, int times) {
            for (int i = 0; i < times; i++) {
                nanos += Duration.ofMillis(500).toNanos();
                inForce |= waits && nanos - settingAt >= inForceAfterNanos;
                watch.look(this);
            }
        }

        ShardStandby last() {
            return told.getLast();
        }

        /** Whether who trusts the last word and lets the standby lead loses what was acknowledged. */
        boolean lostIfPromoted() {
            return !told.isEmpty() && last().synchronous() && has < acknowledged;
        }

        void changes(SplittableRandom random) {
            there = random.nextInt(10) == 0 ? random.nextBoolean() : there;
            heardAgo = random.nextInt(15) == 0 ? Duration.ofMillis(random.nextLong(6000)) : heardAgo;
            takesRecords = random.nextInt(6) != 0;
            away = random.nextInt(20) == 0;
            if (there && random.nextInt(3) != 0) {
                has = acknowledged;
            }
            // Without waiting it is acknowledged at once; else when the standby has it.
            if (!inForce) {
                acknowledged += random.nextInt(100);
            } else if (there && random.nextBoolean()) {
                acknowledged += random.nextInt(100);
                has = acknowledged;
            }
        }

        @Override
        public Look look() {
            requireThere();
            List<Follower> followers = there ? List.of(new Follower(NAME, true, waits, has, heardAgo)) : List.of();
            return new Look(waits ? NAME : "", acknowledged, followers);
        }

        @Override
        public void waitFor(List<String> names, String slot) {
            requireThere();
            assertThat(names).contains(slot);
            waits = true;
            settingAt = nanos;
            inForce = inForceAfterNanos == 0;
        }

        @Override
        public void waitForNobody() {
            requireThere();
            waits = false;
            inForce = false;
        }

        @Override
        public void settle() {
            requireThere();
            settled++;
            assertThat(inForce).isTrue();
        }

        private void requireThere() {
            if (away) {
                throw new ServerAway(new IllegalStateException("away"));
            }
        }

        @Override
        public void close() {}

        @Override
        public boolean tell(ShardStandby standby) {
            if (takesRecords) {
                told.add(standby);
            }
            return takesRecords;
        }

        @Override
        public boolean tell(ShardPromoted promoted) {
            throw new IllegalStateException("nobody asked for " + promoted);
        }
    }
}
