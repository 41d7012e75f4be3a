package dev.firstcome.coupon.partitionstate.redis;

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
 * The scripts and the reference model apply the same random logs. The calls of the scripts have random batch sizes,
 * repeat earlier records, omit records, and follow a rollback or a lost state, which is rebuilt from a low watermark.
 * The outcomes of all records and the final state must equal those of the model. {@link Seeds} chooses the seeds;
 * {@code -Dfirstcome.seeds=N} sets their number.
 */
class FoldMatchesModelIT {
    private static final int SEEDS = 20;

    private static RedisUnderTest redis;
    private static int decidedLate;
    private static int drawn;
    private static int disturbances;
    private static int startsAtLowWatermark;

    @BeforeAll
    static void connect() {
        redis = new RedisUnderTest();
    }

    @AfterAll
    static void disconnect() {
        IntStream.range(0, Topics.PARTITIONS).forEach(redis::empty); // the state would stop the issuers of other tests
        redis.close();
        System.out.printf(
                "%d disturbances, %d starts at a low watermark; deferred requests decided: %d, of them drawn: %d%n",
                disturbances, startsAtLowWatermark, decidedLate, drawn);
        assertThat(startsAtLowWatermark).isPositive();
        assertThat(disturbances).isPositive();
        assertThat(drawn).isPositive();
        assertThat(decidedLate).isGreaterThan(drawn);
    }

    static LongStream seeds() {
        return Seeds.givenOr(Integer.getInteger("firstcome.seeds", SEEDS));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void equalsTheModelDespiteDisturbances(long seed) {
        System.out.println("FoldMatchesModelIT seed " + Seeds.text(seed));
        FoldRun run = new FoldRun(redis, redis.stateStore(), seed);
        run.applyAll();
        decidedLate += run.fannedOut();
        drawn += run.drawn();
        disturbances += run.disturbances();
        startsAtLowWatermark += run.startsAtLowWatermark();
    }
}
