package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.model.random.Seeds;
import java.nio.file.Files;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The coupon service dies after the script has decided and before Kafka has the results. */
@ExtendWith(ShopIsOpen.class)
class CrashBeforeResultsScenario {
    private static final String COUPON_SERVICE = "coupon-service";
    private static final Duration BOUND = Duration.ofSeconds(60);

    @ParameterizedTest
    @MethodSource("seeds")
    void noResultIsLostBetweenTheScriptAndTheAcknowledgement(long seed, Shop shop) throws Exception {
        long call = new SplittableRandom(seed).nextLong(Scene.STOCK / 10, Scene.STOCK / 2);
        LocalPlatform armed = shop.platform()
                .with(COUPON_SERVICE, FailpointJar.extras(FailpointJar.SENDS_A_RESULT + "@" + call + ":halt"));
        armed.restart(COUPON_SERVICE);
        boolean disarmed = false;
        try (CouponTopics topics = new CouponTopics(shop.description().kafka());
                CouponNodes nodes = new CouponNodes(shop.description());
                Scene scene = Scene.begins(shop, "crash before results", seed)) {
            Eventually.holds("the failpoint is reached", BOUND, () -> !armed.isRunning(COUPON_SERVICE));
            assertThat(Files.readString(armed.layout().log(COUPON_SERVICE)))
                    .as("why the service ended")
                    .contains("failpoint: halting at call " + call);
            long applied = nodes.applied(scene.campaign());
            System.out.printf("halted at result %d; applied is %d, its result is not out%n", call, applied);
            assertThat(topics.hasResult(scene.partition(), applied))
                    .as("the last applied record has its result already, so the crash came too late")
                    .isFalse();
            shop.platform().start(COUPON_SERVICE);
            disarmed = true;

            scene.settlesFairly();
            assertThat(topics.hasResult(scene.partition(), applied)).isTrue();
        } finally {
            if (!disarmed) {
                shop.platform().restart(COUPON_SERVICE);
            }
        }
    }

    static LongStream seeds() {
        return Seeds.rounds();
    }
}
