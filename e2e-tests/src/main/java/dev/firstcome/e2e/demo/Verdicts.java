package dev.firstcome.e2e.demo;

import dev.firstcome.e2e.judge.ClientHistory;
import dev.firstcome.e2e.judge.Invariant;
import dev.firstcome.e2e.judge.Judge;
import dev.firstcome.e2e.judge.Report;
import dev.firstcome.e2e.judge.collect.EvidenceCollector;
import dev.firstcome.local.PlatformDescription;
import java.util.Set;
import java.util.UUID;

/** The judge's word on a rush whose platform has come to rest. */
public final class Verdicts {
    /** A rush without unreadable records has no dead letters. */
    private static final Set<Invariant> MAY_BE_EMPTY = Set.of(Invariant.C11);

    private Verdicts() {}

    /** Takes the evidence from topics, Redis and shards, and judges the campaign. */
    public static Report of(PlatformDescription platform, UUID campaign, ClientHistory history) {
        return new Report(Judge.verdicts(EvidenceCollector.collect(platform, history), Set.of(campaign), MAY_BE_EMPTY));
    }
}
