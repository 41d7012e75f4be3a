package dev.firstcome.e2e.demo;

import dev.firstcome.e2e.verifier.ClientHistory;
import dev.firstcome.e2e.verifier.Invariant;
import dev.firstcome.e2e.verifier.RunVerifier;
import dev.firstcome.e2e.verifier.VerificationReport;
import dev.firstcome.e2e.verifier.collect.EvidenceCollector;
import dev.firstcome.local.PlatformDescription;
import java.util.Set;
import java.util.UUID;

/** Verifies the invariants of one campaign on a quiescent platform. */
public final class RunVerification {
    /** A run without unreadable records has no dead letters. */
    private static final Set<Invariant> MAY_BE_EMPTY = Set.of(Invariant.C11);

    private RunVerification() {}

    /** Collects the evidence from topics, Redis and shards, and checks all invariants of the campaign. */
    public static VerificationReport of(PlatformDescription platform, UUID campaign, ClientHistory history) {
        return new VerificationReport(
                RunVerifier.verdicts(EvidenceCollector.collect(platform, history), Set.of(campaign), MAY_BE_EMPTY));
    }
}
