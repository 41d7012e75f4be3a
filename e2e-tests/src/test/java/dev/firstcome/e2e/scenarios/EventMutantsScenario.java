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

/** Mutants of the outbox and the inbox are killed at an unsafe moment; the verifier must detect each of them. */
@MutantPlatform
class EventMutantsScenario {
    private static final String USER_SERVICE = ServiceDefinition.USER;

    @Test
    void anInboxOutsideTheTransactionAndARelayThatDeletesFirstAreDetected(SharedPlatform shop) throws Exception {
        assertThat(violated(shop, "commit-first", FailpointJar.MESSAGE_INSERT))
                .contains(Invariant.E2)
                .doesNotContain(Invariant.E1);
        CommandLine.Result valid = report(shop);
        assertThat(valid.exitCode()).as(valid.output()).isZero();
        assertThat(violated(shop, "delete-first", FailpointJar.EVENT_SEND)).contains(Invariant.E1);
        CommandLine.Result lost = report(shop);
        assertThat(lost.exitCode()).as(lost.output()).isEqualTo(1);
        assertThat(lost.output()).contains("missing in Kafka: ");
    }

    /** The event report of the command line for operators. */
    private static CommandLine.Result report(SharedPlatform shop) throws Exception {
        return CommandLine.run("events", "--data", shop.description().dataDirectory(), "--since", "1h");
    }

    /**
     * The invariants that are violated after the mutant was halted at a call that the seed chooses. As in
     * {@link EventsScenario}, the replication slot is dropped before the restart, so the outbox table is the only
     * source of unpublished events.
     */
    private static List<Invariant> violated(SharedPlatform shop, String mutant, String method) throws Exception {
        long seed = Seeds.one();
        long call = new SplittableRandom(seed).nextLong(5, 15);
        try (AccountEventLoad events = AccountEventLoad.start(shop, seed)) {
            ServiceExtras halt = FailpointJar.extras(method + "@" + call + ":halt", mutant);
            try (ModifiedService service = ModifiedService.launch(shop.platform(), USER_SERVICE, halt)) {
                service.awaitHaltAt(call);
                ReplicationSlots.drop(shop.description(), USER_SERVICE);
            }
            events.awaitSuccesses(AccountEventLoad.USERS);
            events.stopAndDrain();
            return events.verify().verdicts().stream()
                    .filter(verdict -> verdict.finding() == Finding.INVALID)
                    .map(Verdict::invariant)
                    .toList();
        }
    }
}
