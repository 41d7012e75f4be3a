package dev.firstcome.coupon.fold.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.coupon.fold.FoldAnswer;
import dev.firstcome.coupon.fold.LogBatch;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.log.ReadRecords;
import dev.firstcome.model.Decision;
import dev.firstcome.model.Fold;
import dev.firstcome.model.LogRecord;
import dev.firstcome.model.PartitionState;
import dev.firstcome.model.random.RandomLogs;
import dev.firstcome.model.random.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The script and the reference model see the same random logs. The script's are cut into batches at random places, sent
 * again from earlier places, sent with holes, rolled back to earlier moments and emptied; it must say of every record
 * what the model says, and end in the model's state. The seeds are {@link Seeds}; {@code -Dfirstcome.seeds=N} runs
 * that many.
 */
class FoldMatchesModelIT {
    private static final int RECORDS = 1_500;
    private static final int BATCH_MAX = 200;
    private static final int SEEDS = 20;
    private static final String TOPIC = "topic-of-the-test";

    private static RedisUnderTest redis;

    @BeforeAll
    static void connect() {
        redis = new RedisUnderTest();
    }

    @AfterAll
    static void disconnect() {
        IntStream.range(0, Topics.PARTITIONS).forEach(redis::empty);
        redis.close();
    }

    static LongStream seeds() {
        return Seeds.givenOr(Integer.getInteger("firstcome.seeds", SEEDS));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void endsInTheModelsStateWhateverHappensOnTheWay(long seed) {
        System.out.println("FoldMatchesModelIT seed " + Seeds.text(seed));
        new Run(seed).toTheEnd();
    }

    /** One log, one partition, one caller that is disturbed. */
    private static final class Run {
        private final Random random;
        private final int partition;
        private final List<LogEntry> log;
        private final List<Decision> expected = new ArrayList<>();
        private final PartitionState end;
        private final RedisPartitionFold fold = redis.fold();
        private long epoch = 1;

        /** How many records the state has applied. */
        private int applied;

        private int disturbances;

        Run(long seed) {
            random = new Random(seed);
            partition = random.nextInt(Topics.PARTITIONS);
            List<LogRecord> records = RandomLogs.of(seed, partition, RECORDS);
            log = records.stream().map(record -> ReadRecords.of(record)).toList();
            Fold model = new Fold(partition);
            records.forEach(record -> expected.add(model.apply(record)));
            end = model.state();
            redis.empty(partition);
        }

        void toTheEnd() {
            while (applied < log.size()) {
                switch (random.nextInt(20)) {
                    case 0, 1, 2 -> sendAgain();
                    case 3 -> sendWithAHole();
                    case 4 -> rollBack();
                    case 5 -> emptyIt();
                    default -> send(applied, applied + 1 + random.nextInt(BATCH_MAX));
                }
            }
            assertThat(disturbances).as("disturbances").isPositive();
            PartitionState state = redis.state(partition, epoch);
            assertThat(state.text()).isEqualTo(end.text());
        }

        private void send(int from, int to) {
            int last = Math.min(to, log.size());
            FoldAnswer answer = fold.apply(batch(from, last));
            assertThat(answer).isInstanceOf(FoldAnswer.Applied.class);
            List<Outcome> outcomes = ((FoldAnswer.Applied) answer).outcomes();
            for (int i = from; i < last; i++) {
                Outcome outcome = outcomes.get(i - from);
                assertThat(Decision.of(outcome.code().ordinal(), outcome.sequence()))
                        .as("record at offset %d", log.get(i).offset())
                        .isEqualTo(expected.get(i));
            }
            applied = Math.max(applied, last);
        }

        /** A zombie, or an issuer that begins again, sends what was applied before, and perhaps more. */
        private void sendAgain() {
            if (applied > 0) {
                int from = random.nextInt(applied);
                send(from, from + 1 + random.nextInt(2 * BATCH_MAX));
                disturbances++;
            }
        }

        private void sendWithAHole() {
            int from = applied + 1 + random.nextInt(50);
            if (from < log.size()) {
                expectGap(from);
            }
        }

        /** A failover lost what was applied last. */
        private void rollBack() {
            if (applied > 0) {
                RedisUnderTest.Snapshot before = redis.snapshot(partition);
                int then = applied;
                send(applied, applied + 1 + random.nextInt(BATCH_MAX));
                int now = applied;
                redis.rollBack(partition, before);
                if (now < log.size() && now > then) {
                    expectGap(now);
                }
                applied = then;
            }
        }

        private void emptyIt() {
            if (applied > 0) {
                redis.empty(partition);
                if (applied < log.size()) {
                    expectGap(applied);
                }
                applied = 0;
                epoch++;
            }
        }

        private void expectGap(int from) {
            PartitionState before = redis.state(partition, epoch);
            FoldAnswer answer = fold.apply(batch(from, Math.min(from + 10, log.size())));
            assertThat(answer).isEqualTo(new FoldAnswer.Gap());
            assertThat(redis.state(partition, epoch)).isEqualTo(before);
            disturbances++;
        }

        private LogBatch batch(int from, int to) {
            OptionalLong predecessor = from == 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(log.get(from - 1).offset());
            return new LogBatch(partition, epoch, TOPIC, predecessor, log.subList(from, to));
        }
    }
}
