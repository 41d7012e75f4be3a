package dev.firstcome.coupon.fold.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.model.random.Seeds;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The script and the reference model see the same random logs. The script's are cut into batches at random places, sent
 * again from earlier places, sent with holes, rolled back to earlier moments and emptied, to begin again at a floor; it must say of every record
 * what the model says, and end in the model's state. The seeds are {@link Seeds}; {@code -Dfirstcome.seeds=N} runs
 * that many.
 */
class FoldMatchesModelIT {
    private static final int SEEDS = 20;

    private static RedisUnderTest redis;
    private static int decidedLate;
    private static int drawn;
    private static int disturbances;
    private static int floorsUsed;

    @BeforeAll
    static void connect() {
        redis = new RedisUnderTest();
    }

    @AfterAll
    static void disconnect() {
        IntStream.range(0, Topics.PARTITIONS).forEach(redis::empty); // or services of other tests would stop at it
        redis.close();
        System.out.printf(
                "%d disturbances, %d times begun at a floor; held requests decided: %d, of them drawn: %d%n",
                disturbances, floorsUsed, decidedLate, drawn);
        assertThat(floorsUsed).isPositive();
        assertThat(disturbances).isPositive();
        assertThat(drawn).isPositive();
        assertThat(decidedLate).isGreaterThan(drawn);
    }

    static LongStream seeds() {
        return Seeds.givenOr(Integer.getInteger("firstcome.seeds", SEEDS));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void endsInTheModelsStateWhateverHappensOnTheWay(long seed) {
        System.out.println("FoldMatchesModelIT seed " + Seeds.text(seed));
        FoldRun run = new FoldRun(redis, redis.fold(), seed);
        run.toTheEnd();
        decidedLate += run.fannedOut();
        drawn += run.drawn();
        disturbances += run.disturbances();
        floorsUsed += run.floorsUsed();
    }
}
