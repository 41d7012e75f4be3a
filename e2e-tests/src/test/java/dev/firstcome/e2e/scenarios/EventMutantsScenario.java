package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.verifier.Invariant;
import dev.firstcome.e2e.verifier.Verdict;
import dev.firstcome.e2e.verifier.Verdict.Finding;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.service.ServiceExtras;
import dev.firstcome.model.random.Seeds;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Mutants of outbox and inbox die at a bad moment and must be found out. */
@MutantPlatform
class EventMutantsScenario {
    private static final String USER_SERVICE = ServiceDefinition.USER;

    @Test
    void anInboxOutsideTheTransactionAndARelayThatDeletesFirstAreCaught(SharedPlatform shop) throws Exception {
        assertThat(violated(shop, "commit-first", FailpointJar.ADDS_A_MESSAGE))
                .contains(Invariant.E2)
                .doesNotContain(Invariant.E1);
        CommandLine.Ended right = report(shop);
        assertThat(right.code()).as(right.text()).isZero();
        assertThat(violated(shop, "delete-first", FailpointJar.SENDS_AN_EVENT)).contains(Invariant.E1);
        CommandLine.Ended lost = report(shop);
        assertThat(lost.code()).as(lost.text()).isEqualTo(1);
        assertThat(lost.text()).contains("missing in Kafka: ");
    }

    /** What operators see of it. */
    private static CommandLine.Ended report(SharedPlatform shop) throws Exception {
        return CommandLine.run("events", "--data", shop.description().dataDirectory(), "--since", "1h");
    }

    /**
     * What was violated after the mutant was halted at a call that the seed chooses. The slot is gone when it comes back,
     * as in {@link EventsScenario}: what is not in the table then is nowhere.
     */
    private static List<Invariant> violated(SharedPlatform shop, String mutant, String halted) throws Exception {
        long seed = Seeds.one();
        long call = new SplittableRandom(seed).nextLong(5, 15);
        try (AccountEventLoad events = AccountEventLoad.begin(shop, seed)) {
            ServiceExtras halt = FailpointJar.extras(halted + "@" + call + ":halt", mutant);
            try (ModifiedService mutated = ModifiedService.launched(shop.platform(), USER_SERVICE, halt)) {
                mutated.isHaltedAt(call);
                ReplicationSlots.drop(shop.description(), USER_SERVICE);
            }
            events.flow(AccountEventLoad.PEOPLE);
            events.settle();
            return events.verdicts().verdicts().stream()
                    .filter(verdict -> verdict.finding() == Finding.INVALID)
                    .map(Verdict::invariant)
                    .toList();
        }
    }
}
