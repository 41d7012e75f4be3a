package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.verifier.Invariant;
import dev.firstcome.e2e.verifier.Verdict;
import dev.firstcome.e2e.verifier.Verdict.Finding;
import dev.firstcome.local.service.ServiceExtras;
import dev.firstcome.model.random.Seeds;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A mutant of the issuer marks a batch as published before Kafka acknowledges its results, and is killed in between.
 * The verifier must detect the lost results. The crash is the same as in {@link CrashBeforeResultsScenario}.
 */
@MutantPlatform
class ProgressBeforeResultsScenario {
    private static final String COUPON_SERVICE = "coupon-service";

    @Test
    void verifierDetectsProgressPublishedBeforeResults(SharedPlatform shop) throws Exception {
        long seed = Seeds.one();
        long call = new SplittableRandom(seed).nextLong(CampaignRush.STOCK / 4, CampaignRush.STOCK);
        ServiceExtras mutant = FailpointJar.extras("progress-first", FailpointJar.RESULT_SEND + "@" + call + ":halt");
        try (ModifiedService mutated = ModifiedService.restart(shop.platform(), COUPON_SERVICE, mutant);
                CampaignRush rush = CampaignRush.start(shop, "mutant: progress before results", seed)) {
            mutated.awaitHaltAt(call);
            mutated.restoreOriginal();
            rush.awaitOutcomes();

            assertThat(rush.verify().verdicts())
                    .filteredOn(verdict -> verdict.finding() == Finding.INVALID)
                    .extracting(Verdict::invariant)
                    .contains(Invariant.C6);
        }
    }
}
