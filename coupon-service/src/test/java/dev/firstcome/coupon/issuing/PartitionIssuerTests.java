package dev.firstcome.coupon.issuing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.coupon.draw.DrawProperties;
import dev.firstcome.coupon.draw.DrawSeeds;
import dev.firstcome.coupon.issuercontrol.BetweenBatchesTask;
import dev.firstcome.coupon.issuercontrol.IssuingPause;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.recovery.RecoveryPlanner;
import dev.firstcome.coupon.retention.ExpiredCampaignPurger;
import dev.firstcome.coupon.retention.PartitionRetentionFactory;
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
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With random faults, an issuer publishes every result, never changes a result, and publishes nothing too early. */
class PartitionIssuerTests {
    private static final int PARTITION = 3;
    private static final int RECORDS = 1_500;
    private static final int RECORDS_PER_CALL = 100;
    private static final int FAULTS = 12;
    private static final int PAUSE_QUERIES = 20;
    private static final DrawSeeds SEEDS =
            new DrawSeeds(new DrawProperties(Base64.getEncoder().encodeToString(new byte[32])));
    private static final RetentionProperties RETENTION =
            new RetentionProperties(Duration.ofDays(30), Duration.ofDays(30), Duration.ZERO, Duration.ofMillis(1), 1);
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void publishesEverythingInOrderDespiteFaults(long seed) throws InterruptedException {
        ModelOutcomes model = new ModelOutcomes(PARTITION, RandomLogs.of(seed, PARTITION, RECORDS));
        List<LogEntry> log = model.log();
        FaultyIssuerEnvironment environment = new FaultyIssuerEnvironment(model, new Random(seed), FAULTS);
        runIssuerUntil(
                environment,
                model,
                () -> environment.publishedOffset() >= log.getLast().offset());

        assertThat(environment.publishedOffset())
                .as("published, seed %d", seed)
                .isEqualTo(log.getLast().offset());
        assertThat(environment.injectedFaults()).as("injected faults").isPositive();
        System.out.printf("seed %d: %d starts at a low watermark%n", seed, environment.lowWatermarkStarts);
        assertThat(environment.violations()).isEmpty();
        assertThat(environment.acknowledged().keySet())
                .containsExactlyInAnyOrderElementsOf(log.stream()
                        .flatMap(entry -> model.resultsOf(entry).stream())
                        .map(CouponResult::offset)
                        .toList());
    }

    @Test
    void publishedOffsetsAreCommittedWithoutSubsequentRecords() throws InterruptedException {
        ModelOutcomes model = new ModelOutcomes(PARTITION, RandomLogs.of(1, PARTITION, RECORDS));
        long end = model.log().getLast().offset() + 1;
        FaultyIssuerEnvironment environment = new FaultyIssuerEnvironment(model, new Random(1), 0);
        runIssuerUntil(environment, model, () -> environment.committed() == end);
        environment.loseCommit();

        runIssuerUntil(environment, model, () -> environment.committed() == end);

        assertThat(environment.committed()).isEqualTo(end);
        assertThat(environment.violations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aNewEpochIsPublishedBeforeItsDecisions(long seed) throws InterruptedException {
        ModelOutcomes model = new ModelOutcomes(PARTITION, RandomLogs.of(seed, PARTITION, RECORDS));
        long end = model.log().getLast().offset();
        FaultyIssuerEnvironment environment = new FaultyIssuerEnvironment(model, new Random(seed), FAULTS);
        CheckedRetention retention = new CheckedRetention(model, environment);

        runIssuerUntil(
                environment,
                retention,
                Optional::empty,
                () -> environment.publishedOffset() >= end,
                issuer -> issuer.runBetweenBatches(new BetweenBatchesTask(environment::takeOver)));

        assertThat(environment.publishedOffset()).as("published, seed %d", seed).isEqualTo(end);
        assertThat(environment.takeOvers).isPositive();
        assertThat(environment.violations()).isEmpty();
    }

    @Test
    void duringAPauseNothingIsDecidedAndAfterwardsItContinues() throws InterruptedException {
        ModelOutcomes model = new ModelOutcomes(PARTITION, RandomLogs.of(2, PARTITION, RECORDS));
        long start = model.log().getFirst().offset();
        long end = model.log().getLast().offset();
        FaultyIssuerEnvironment environment = new FaultyIssuerEnvironment(model, new Random(2), 0);
        List<Long> queries = new CopyOnWriteArrayList<>();
        IssuingPause pause = () -> {
            if (queries.size() == PAUSE_QUERIES) {
                return Optional.empty();
            }
            queries.add(environment.publishedOffset());
            return Optional.of(new IssuingPause.Pause("a test", null));
        };
        runIssuerUntil(
                environment,
                new CheckedRetention(model, environment),
                pause,
                () -> environment.publishedOffset() >= end,
                issuer -> {});

        assertThat(queries)
                .as("published during the pause")
                .hasSize(PAUSE_QUERIES)
                .allMatch(published -> published < start);
        assertThat(environment.publishedOffset()).isEqualTo(end);
        assertThat(environment.violations()).isEmpty();
    }

    @Test
    void singleRecordsAreAppliedInBatches() throws InterruptedException {
        ModelOutcomes model = new ModelOutcomes(PARTITION, RandomLogs.of(3, PARTITION, RECORDS));
        long end = model.log().getLast().offset();
        FaultyIssuerEnvironment environment = new FaultyIssuerEnvironment(model, new Random(3), 0);
        environment.batchSizeMax = 1;

        runIssuerUntil(environment, model, () -> environment.publishedOffset() >= end);

        assertThat(environment.publishedOffset()).isEqualTo(end);
        assertThat(environment.violations()).isEmpty();
        assertThat(meters.timer("firstcome.coupon.apply.call").count())
                .as("calls for %d records", RECORDS)
                .isLessThan(RECORDS / 4);
    }

    @Test
    void theQueueIsFullByBytesNotByBatches() {
        ModelOutcomes model = new ModelOutcomes(PARTITION, RandomLogs.of(4, PARTITION, RECORDS));
        FaultyIssuerEnvironment environment = new FaultyIssuerEnvironment(model, new Random(4), 0);
        PartitionIssuer issuer = issuer(environment, new CheckedRetention(model, environment), Optional::empty);

        model.log().forEach(entry -> issuer.deliver(new RecordBatch(1, List.of(entry), 300)));

        assertThat(issuer.isFull()).as("%d small records", RECORDS).isFalse();
        issuer.deliver(new RecordBatch(1, model.log().subList(0, 1), 100 * 1024));
        assertThat(issuer.isFull()).isTrue();
    }

    @Test
    void recordsTakenBeforeAPauseAreNotAppliedDuringIt() throws InterruptedException {
        ModelOutcomes model = new ModelOutcomes(PARTITION, RandomLogs.of(5, PARTITION, RECORDS));
        long start = model.log().getFirst().offset();
        long end = model.log().getLast().offset();
        FaultyIssuerEnvironment environment = new FaultyIssuerEnvironment(model, new Random(5), 0);
        AtomicInteger calls = new AtomicInteger();
        List<Long> queries = new CopyOnWriteArrayList<>();
        IssuingPause pauseAfterFirstQuery = () -> {
            boolean isFirstQuery = calls.getAndIncrement() == 0;
            if (isFirstQuery || queries.size() == PAUSE_QUERIES) {
                return Optional.empty();
            }
            queries.add(environment.applied());
            return Optional.of(new IssuingPause.Pause("a test", null));
        };

        runIssuerUntil(
                environment,
                new CheckedRetention(model, environment),
                pauseAfterFirstQuery,
                () -> environment.publishedOffset() >= end,
                issuer -> {});

        assertThat(queries)
                .as("applied during the pause")
                .hasSize(PAUSE_QUERIES)
                .allMatch(applied -> applied < start);
        assertThat(environment.publishedOffset()).isEqualTo(end);
    }

    private void runIssuerUntil(FaultyIssuerEnvironment environment, ModelOutcomes model, BooleanSupplier done)
            throws InterruptedException {
        runIssuerUntil(environment, new CheckedRetention(model, environment), Optional::empty, done, issuer -> {});
    }

    private void runIssuerUntil(
            FaultyIssuerEnvironment environment,
            CheckedRetention retention,
            IssuingPause pause,
            BooleanSupplier done,
            Consumer<PartitionIssuer> action)
            throws InterruptedException {
        PartitionIssuer issuer = issuer(environment, retention, pause);
        environment.connect(issuer);

        Thread thread = Thread.ofVirtual().start(issuer);
        Deadline deadline = Deadline.after(BOUND);
        boolean hasEnded = false;
        while (!hasEnded && !done.getAsBoolean() && !deadline.isOver()) {
            action.accept(issuer);
            hasEnded = thread.join(Duration.ofMillis(1));
        }
        issuer.close();
        thread.join(BOUND);
    }

    private PartitionIssuer issuer(
            FaultyIssuerEnvironment environment, CheckedRetention retention, IssuingPause pause) {
        IssuingProperties properties = new IssuingProperties(
                RECORDS_PER_CALL, 3, Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofSeconds(5));
        ExpiredCampaignPurger purger = new ExpiredCampaignPurger(RETENTION, environment, (partition, campaign) -> true);
        PartitionRetentionFactory retentions = new PartitionRetentionFactory(
                RETENTION, retention, purger, retention, environment, partition -> Long.MAX_VALUE, Clock.systemUTC());
        PartitionMaintenanceFactory maintenances = new PartitionMaintenanceFactory(
                environment, environment, SEEDS, retentions, properties, Clock.systemUTC());
        return new PartitionIssuerFactory(
                        properties,
                        new RecoveryPlanner(environment, environment, environment),
                        new BatchApplierFactory(environment, environment, properties, meters),
                        new ResultPublishingPipelineFactory(environment, environment, properties, meters),
                        maintenances,
                        pause,
                        meters)
                .create(PARTITION, environment);
    }
}
