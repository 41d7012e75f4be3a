package dev.firstcome.coupon.issuing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.log.ReadRecords;
import dev.firstcome.model.Decision;
import dev.firstcome.model.Fold;
import dev.firstcome.model.LogRecord;
import dev.firstcome.model.random.RandomLogs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An issuer in a world that fails all the time publishes every result, none differently, and nothing too early. */
class PartitionIssuerTests {
    private static final int PARTITION = 3;
    private static final int RECORDS = 1_500;
    private static final int FAILURES = 12;
    private static final Duration BOUND = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void publishesEverythingInOrderWhateverFails(long seed) throws InterruptedException {
        Map<Long, Outcome> outcomes = new HashMap<>();
        List<LogEntry> log = log(seed, outcomes);
        DisturbedWorld world = new DisturbedWorld(PARTITION, log, outcomes, new Random(seed), FAILURES);
        issuesUntil(world, () -> world.publishedNow() >= log.getLast().offset());

        assertThat(world.publishedNow())
                .as("published, seed %d", seed)
                .isEqualTo(log.getLast().offset());
        assertThat(world.failures()).as("failures that struck").isPositive();
        assertThat(world.broken()).isEmpty();
        assertThat(world.acknowledged().keySet())
                .containsExactlyInAnyOrderElementsOf(log.stream()
                        .filter(world::hasResult)
                        .map(LogEntry::offset)
                        .toList());
    }

    @Test
    void whatIsPublishedIsCommittedAlsoWhereNoRecordFollows() throws InterruptedException {
        Map<Long, Outcome> outcomes = new HashMap<>();
        List<LogEntry> log = log(1, outcomes);
        long end = log.getLast().offset() + 1;
        DisturbedWorld world = new DisturbedWorld(PARTITION, log, outcomes, new Random(1), 0);
        issuesUntil(world, () -> world.committedNow() == end);
        world.commitIsLost();

        issuesUntil(world, () -> world.committedNow() == end);

        assertThat(world.committedNow()).isEqualTo(end);
        assertThat(world.broken()).isEmpty();
    }

    private static void issuesUntil(DisturbedWorld world, BooleanSupplier done) throws InterruptedException {
        IssuingProperties properties =
                new IssuingProperties(100, 3, Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofSeconds(5));
        IssuingParts parts =
                new IssuingParts(properties, world, world, world, world, new SimpleMeterRegistry(), Clock.systemUTC());
        PartitionIssuer issuer = new PartitionIssuer(PARTITION, parts, world);
        world.serves(issuer);

        Thread thread = Thread.ofVirtual().start(issuer);
        long end = System.nanoTime() + BOUND.toNanos();
        while (!done.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
        issuer.close();
        thread.join(Duration.ofSeconds(5));
    }

    private List<LogEntry> log(long seed, Map<Long, Outcome> outcomes) {
        Fold model = new Fold(PARTITION);
        return RandomLogs.of(seed, PARTITION, RECORDS).stream()
                .map(record -> entry(record, model, outcomes))
                .toList();
    }

    private LogEntry entry(LogRecord record, Fold model, Map<Long, Outcome> outcomes) {
        Decision decision = model.apply(record);
        outcomes.put(
                record.offset(), new Outcome(Outcome.Code.values()[decision.code()], 0, decision.sequenceOrZero()));
        return ReadRecords.of(record);
    }
}
