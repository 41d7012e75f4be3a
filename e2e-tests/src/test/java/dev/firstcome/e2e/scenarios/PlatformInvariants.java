package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.verifier.EventsVerifier;
import dev.firstcome.e2e.verifier.PaymentsVerifier;
import dev.firstcome.e2e.verifier.Verdict;
import dev.firstcome.e2e.verifier.VerificationReport;
import dev.firstcome.e2e.verifier.collect.EventsCollector;
import dev.firstcome.e2e.verifier.collect.PaymentsCollector;
import dev.firstcome.e2e.verifier.collect.ShardRows;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.e2e.waiting.QuiescenceAwaiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What must be true of all payments and events of a shop once nothing is left to do, whichever scenarios it has gone
 * through: P1 to P7 and E1 to E5 over all that clients were told, all shards, outboxes and inboxes, the topics and the
 * provider.
 */
final class PlatformInvariants {
    private static final Duration BOUND = Duration.ofSeconds(120);

    private PlatformInvariants() {}

    /** After a scenario about payments: each invariant has something to look at, and holds. */
    static void isRight(SharedPlatform shop) {
        VerificationReport report = judged(shop);
        System.out.println(report.table());
        assertThat(report.allValid()).as(report.table()).isTrue();
    }

    /** After any other: nothing contradicts one of them. */
    static void isNotWrong(SharedPlatform shop) {
        long start = System.nanoTime();
        VerificationReport report = judged(shop);
        System.out.printf(
                "payments and events: %d facts looked at in %d ms%n",
                report.verdicts().stream().mapToLong(Verdict::itemsLookedAt).sum(),
                (System.nanoTime() - start) / 1_000_000);
        assertThat(report.verdicts()).as(report.table()).noneMatch(Verdict::contradicted);
    }

    private static VerificationReport judged(SharedPlatform shop) {
        List<Verdict> verdicts = new ArrayList<>();
        try (ShardRows rows = ShardRows.connected(shop.description());
                PaymentsCollector payments = new PaymentsCollector(shop.description(), rows)) {
            Eventually.holds("no payment is open", BOUND, () -> payments.open() == 0);
            Eventually.holds("all is told", BOUND, () -> payments.untold() == 0);
            isQuiet(shop, Topics.PAYMENT_EVENTS);
            verdicts.addAll(PaymentsVerifier.verdicts(payments.collect(), shop.paymentHistory(), shop.stock()));

            EventsCollector events = new EventsCollector(shop.description(), rows);
            Eventually.holds("nothing waits in any outbox", BOUND, () -> events.waiting() == 0);
            isQuiet(shop, Topics.USER_MESSAGES);
            verdicts.addAll(EventsVerifier.verdicts(events.collect(), EventsCollector.MESSAGES));
        }
        return new VerificationReport(verdicts);
    }

    private static void isQuiet(SharedPlatform shop, String topic) {
        try (QuiescenceAwaiter quiet = new QuiescenceAwaiter(shop.description().kafka(), Set.of(topic))) {
            quiet.comes(BOUND);
        }
    }
}
