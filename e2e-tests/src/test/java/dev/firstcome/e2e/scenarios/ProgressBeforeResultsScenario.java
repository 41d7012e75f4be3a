package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.judge.Invariant;
import dev.firstcome.e2e.judge.Verdict;
import dev.firstcome.e2e.judge.Verdict.Finding;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.model.random.Seeds;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A mutant of the issuer declares a batch published before Kafka has its results, and dies in between: the same crash as
 * in {@link CrashBeforeResultsScenario}, which here must be found out. On a platform of its own, since what the mutant
 * lost stays lost.
 */
class ProgressBeforeResultsScenario {
    private static final String COUPON_SERVICE = "coupon-service";
    private static final Duration BOUND = Duration.ofSeconds(60);

    @Test
    void aMutantThatPublishesProgressFirstIsCaught() throws Exception {
        long seed = Seeds.one();
        long call = new SplittableRandom(seed).nextLong(Scene.STOCK / 4, Scene.STOCK);
        try (Shop shop = Shop.opened(
                LocalPlatform.temporary("mutant").services("gateway-service", "user-service", COUPON_SERVICE))) {
            LocalPlatform mutated = shop.platform()
                    .with(
                            COUPON_SERVICE,
                            FailpointJar.extras("progress-first", FailpointJar.SENDS_A_RESULT + "@" + call + ":halt"));
            mutated.restart(COUPON_SERVICE);
            try (Scene scene = Scene.begins(shop, "mutant: progress before results", seed)) {
                Eventually.holds("the failpoint is reached", BOUND, () -> !mutated.isRunning(COUPON_SERVICE));
                shop.platform().start(COUPON_SERVICE);
                scene.settles();

                assertThat(scene.verdicts().verdicts())
                        .filteredOn(verdict -> verdict.finding() == Finding.INVALID)
                        .extracting(Verdict::invariant)
                        .contains(Invariant.C6);
            }
        }
    }
}
