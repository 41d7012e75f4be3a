package dev.firstcome.e2e.demo;

import dev.firstcome.e2e.verifier.ClientHistory;
import dev.firstcome.e2e.verifier.Evidence;
import dev.firstcome.e2e.verifier.RunVerifier;
import dev.firstcome.e2e.verifier.VerificationReport;
import dev.firstcome.e2e.verifier.collect.EvidenceCollector;
import dev.firstcome.local.PlatformDescription;
import java.util.Set;
import java.util.UUID;

/** Verifies all invariants of one campaign on a quiescent platform. An invariant without checked items is INVALID. */
public final class RunVerification {
    private RunVerification() {}

    /** Verifies the campaign against the whole log, and also the state of all other campaigns. */
    public static VerificationReport ofWholeLog(PlatformDescription platform, UUID campaign, ClientHistory history) {
        return of(EvidenceCollector.collect(platform, history), campaign);
    }

    /** Verifies the campaign against its section of the log. Its memory does not depend on other campaigns. */
    public static VerificationReport ofCampaign(PlatformDescription platform, UUID campaign, ClientHistory history) {
        return of(EvidenceCollector.collect(platform, campaign, history), campaign);
    }

    private static VerificationReport of(Evidence evidence, UUID campaign) {
        return new VerificationReport(RunVerifier.verdicts(evidence, Set.of(campaign)));
    }
}
