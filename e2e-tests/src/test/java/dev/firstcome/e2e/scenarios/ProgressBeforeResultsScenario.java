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
 * A mutant of the issuer declares a batch published before Kafka has its results, and dies in between: the same crash as
 * in {@link CrashBeforeResultsScenario}, which here must be found out.
 */
@MutantPlatform
class ProgressBeforeResultsScenario {
    private static final String COUPON_SERVICE = "coupon-service";

    @Test
    void aMutantThatPublishesProgressFirstIsCaught(SharedPlatform shop) throws Exception {
        long seed = Seeds.one();
        long call = new SplittableRandom(seed).nextLong(CampaignRush.STOCK / 4, CampaignRush.STOCK);
        ServiceExtras mutant =
                FailpointJar.extras("progress-first", FailpointJar.SENDS_A_RESULT + "@" + call + ":halt");
        try (ModifiedService mutated = ModifiedService.restarted(shop.platform(), COUPON_SERVICE, mutant);
                CampaignRush scene = CampaignRush.begins(shop, "mutant: progress before results", seed)) {
            mutated.isHaltedAt(call);
            mutated.isAsBuilt();
            scene.settles();

            assertThat(scene.verdicts().verdicts())
                    .filteredOn(verdict -> verdict.finding() == Finding.INVALID)
                    .extracting(Verdict::invariant)
                    .contains(Invariant.C6);
        }
    }
}
