package dev.firstcome.coupon.issuing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.coupon.draw.DrawProperties;
import dev.firstcome.coupon.draw.DrawSeeds;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.retention.RetentionParts;
import dev.firstcome.coupon.retention.RetentionProperties;
import dev.firstcome.model.random.RandomLogs;
import dev.firstcome.testsupport.Deadline;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An issuer in a world that fails all the time publishes every result, none differently, and nothing too early. */
class PartitionIssuerTests {
    private static final int PARTITION = 3;
    private static final int RECORDS = 1_500;
    private static final int RECORDS_PER_CALL = 100;
    private static final int FAILURES = 12;
    private static final int HELD_LOOKS = 20;
    private static final DrawSeeds SEEDS =
            new DrawSeeds(new DrawProperties(Base64.getEncoder().encodeToString(new byte[32])));
    private static final RetentionProperties KEEPING =
            new RetentionProperties(Duration.ofDays(30), Duration.ofDays(30), Duration.ZERO, Duration.ofMillis(1), 1);
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void publishesEverythingInOrderWhateverFails(long seed) throws InterruptedException {
        Fates fates = new Fates(PARTITION, RandomLogs.of(seed, PARTITION, RECORDS));
        List<LogEntry> log = fates.log();
        DisturbedWorld world = new DisturbedWorld(PARTITION, fates, new Random(seed), FAILURES);
        issuesUntil(world, fates, () -> world.publishedNow() >= log.getLast().offset());

        assertThat(world.publishedNow())
                .as("published, seed %d", seed)
                .isEqualTo(log.getLast().offset());
        assertThat(world.failures()).as("failures that struck").isPositive();
        System.out.printf("seed %d: %d times begun at a floor%n", seed, world.floorsUsed);
        assertThat(world.broken()).isEmpty();
        assertThat(world.acknowledged().keySet())
                .containsExactlyInAnyOrderElementsOf(log.stream()
                        .flatMap(entry -> fates.resultsOf(entry).stream())
                        .map(CouponResult::offset)
                        .toList());
    }

    @Test
    void whatIsPublishedIsCommittedAlsoWhereNoRecordFollows() throws InterruptedException {
        Fates fates = new Fates(PARTITION, RandomLogs.of(1, PARTITION, RECORDS));
        long end = fates.log().getLast().offset() + 1;
        DisturbedWorld world = new DisturbedWorld(PARTITION, fates, new Random(1), 0);
        issuesUntil(world, fates, () -> world.committedNow() == end);
        world.commitIsLost();

        issuesUntil(world, fates, () -> world.committedNow() == end);

        assertThat(world.committedNow()).isEqualTo(end);
        assertThat(world.broken()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void anotherEpochIsWrittenDownBeforeAnythingThatIsDecidedInIt(long seed) throws InterruptedException {
        Fates fates = new Fates(PARTITION, RandomLogs.of(seed, PARTITION, RECORDS));
        long end = fates.log().getLast().offset();
        DisturbedWorld world = new DisturbedWorld(PARTITION, fates, new Random(seed), FAILURES);
        WatchedRetention kept = new WatchedRetention(fates, world);

        issuesUntil(
                world,
                kept,
                Optional::empty,
                () -> world.publishedNow() >= end,
                issuer -> issuer.interlude(new Interlude(world::takeOver)));

        assertThat(world.publishedNow()).as("published, seed %d", seed).isEqualTo(end);
        assertThat(world.takeOvers).isPositive();
        assertThat(world.broken()).isEmpty();
    }

    @Test
    void whileItIsHeldNothingIsDecidedAndThenItGoesOn() throws InterruptedException {
        Fates fates = new Fates(PARTITION, RandomLogs.of(2, PARTITION, RECORDS));
        long start = fates.log().getFirst().offset();
        long end = fates.log().getLast().offset();
        DisturbedWorld world = new DisturbedWorld(PARTITION, fates, new Random(2), 0);
        List<Long> looks = new CopyOnWriteArrayList<>();
        IssuingHold hold = () -> {
            if (looks.size() == HELD_LOOKS) {
                return Optional.empty();
            }
            looks.add(world.publishedNow());
            return Optional.of(new IssuingHold.Held("a test", null));
        };
        issuesUntil(world, new WatchedRetention(fates, world), hold, () -> world.publishedNow() >= end, issuer -> {});

        assertThat(looks)
                .as("published while it was held")
                .hasSize(HELD_LOOKS)
                .allMatch(published -> published < start);
        assertThat(world.publishedNow()).isEqualTo(end);
        assertThat(world.broken()).isEmpty();
    }

    @Test
    void whatComesOneByOneIsAppliedTogether() throws InterruptedException {
        Fates fates = new Fates(PARTITION, RandomLogs.of(3, PARTITION, RECORDS));
        long end = fates.log().getLast().offset();
        DisturbedWorld world = new DisturbedWorld(PARTITION, fates, new Random(3), 0);
        world.deliveryMax = 1;

        issuesUntil(world, fates, () -> world.publishedNow() >= end);

        assertThat(world.publishedNow()).isEqualTo(end);
        assertThat(world.broken()).isEmpty();
        assertThat(meters.timer("firstcome.coupon.fold.call").count())
                .as("calls for %d records", RECORDS)
                .isLessThan(RECORDS / 4);
    }

    @Test
    void enoughIsSoManyBytesHoweverManyDeliveriesBringThem() {
        Fates fates = new Fates(PARTITION, RandomLogs.of(4, PARTITION, RECORDS));
        DisturbedWorld world = new DisturbedWorld(PARTITION, fates, new Random(4), 0);
        PartitionIssuer issuer = issuer(world, new WatchedRetention(fates, world), Optional::empty);

        fates.log().forEach(entry -> issuer.deliver(new Delivery(1, List.of(entry), 300)));

        assertThat(issuer.hasEnough()).as("%d small ones", RECORDS).isFalse();
        issuer.deliver(new Delivery(1, fates.log().subList(0, 1), 100 * 1024));
        assertThat(issuer.hasEnough()).isTrue();
    }

    @Test
    void whoWaitedForRecordsWhenIssuingWasClosedDoesNotApplyThem() throws InterruptedException {
        Fates fates = new Fates(PARTITION, RandomLogs.of(5, PARTITION, RECORDS));
        long start = fates.log().getFirst().offset();
        long end = fates.log().getLast().offset();
        DisturbedWorld world = new DisturbedWorld(PARTITION, fates, new Random(5), 0);
        AtomicInteger asked = new AtomicInteger();
        List<Long> looks = new CopyOnWriteArrayList<>();
        IssuingHold closedMeanwhile = () -> {
            boolean beforeItWaits = asked.getAndIncrement() == 0;
            if (beforeItWaits || looks.size() == HELD_LOOKS) {
                return Optional.empty();
            }
            looks.add(world.appliedNow());
            return Optional.of(new IssuingHold.Held("a test", null));
        };

        issuesUntil(
                world,
                new WatchedRetention(fates, world),
                closedMeanwhile,
                () -> world.publishedNow() >= end,
                issuer -> {});

        assertThat(looks).as("applied while it was held").hasSize(HELD_LOOKS).allMatch(applied -> applied < start);
        assertThat(world.publishedNow()).isEqualTo(end);
    }

    private void issuesUntil(DisturbedWorld world, Fates fates, BooleanSupplier done) throws InterruptedException {
        issuesUntil(world, new WatchedRetention(fates, world), Optional::empty, done, issuer -> {});
    }

    private void issuesUntil(
            DisturbedWorld world,
            WatchedRetention kept,
            IssuingHold hold,
            BooleanSupplier done,
            Consumer<PartitionIssuer> meanwhile)
            throws InterruptedException {
        PartitionIssuer issuer = issuer(world, kept, hold);
        world.serves(issuer);

        Thread thread = Thread.ofVirtual().start(issuer);
        Deadline deadline = Deadline.after(BOUND);
        while (!done.getAsBoolean() && !deadline.isOver()) {
            meanwhile.accept(issuer);
            LockSupport.parkNanos(1_000_000);
        }
        issuer.close();
        thread.join(BOUND);
    }

    private PartitionIssuer issuer(DisturbedWorld world, WatchedRetention kept, IssuingHold hold) {
        IssuingProperties properties = new IssuingProperties(
                RECORDS_PER_CALL, 3, Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofSeconds(5));
        IssuingParts parts = new IssuingParts(
                properties,
                world,
                world,
                world,
                world,
                SEEDS,
                new RetentionParts(
                        KEEPING,
                        kept,
                        world,
                        kept,
                        world,
                        any -> Long.MAX_VALUE,
                        (any, campaign) -> true,
                        Clock.systemUTC()),
                hold,
                meters,
                Clock.systemUTC());
        return new PartitionIssuer(PARTITION, parts, world);
    }
}
