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
import dev.firstcome.e2e.waiting.QuiescenceAwaiter;
import dev.firstcome.testsupport.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The invariants of all payments and events of a platform, checked once no work is left: P1 to P7 and E1 to E5 over the answers
 * that clients received, all shards, outboxes and inboxes, the topics and the provider.
 */
final class PlatformInvariants {
    private static final Duration BOUND = Duration.ofSeconds(120);

    private PlatformInvariants() {}

    /** After a scenario about payments: each invariant has checked items and is valid. */
    static void assertValid(SharedPlatform shop) {
        VerificationReport report = verify(shop);
        System.out.println(report.table());
        assertThat(report.allValid()).as(report.table()).isTrue();
    }

    /** After any other scenario: no invariant is violated. */
    static void assertNotViolated(SharedPlatform shop) {
        long start = System.nanoTime();
        VerificationReport report = verify(shop);
        System.out.printf(
                "payments and events: %d items checked in %d ms%n",
                report.verdicts().stream().mapToLong(Verdict::itemsChecked).sum(),
                (System.nanoTime() - start) / 1_000_000);
        assertThat(report.verdicts()).as(report.table()).noneMatch(Verdict::contradicted);
    }

    private static VerificationReport verify(SharedPlatform shop) {
        List<Verdict> verdicts = new ArrayList<>();
        try (ShardRows rows = ShardRows.keepingConnections(shop.description());
                PaymentsCollector payments = new PaymentsCollector(shop.description(), rows)) {
            Eventually.holds("no payment is open", BOUND, () -> payments.countOpen() == 0);
            Eventually.holds("every payment event is published", BOUND, () -> payments.countUnpublished() == 0);
            awaitQuiescence(shop, Topics.PAYMENT_EVENTS);
            verdicts.addAll(PaymentsVerifier.verdicts(payments.collect(), shop.paymentHistory(), shop.stock()));

            EventsCollector events = new EventsCollector(shop.description(), rows);
            Eventually.holds("every outbox is empty", BOUND, () -> events.outboxRows() == 0);
            awaitQuiescence(shop, Topics.USER_MESSAGES);
            verdicts.addAll(EventsVerifier.verdicts(events.collect(), EventsCollector.MESSAGES));
        }
        return new VerificationReport(verdicts);
    }

    private static void awaitQuiescence(SharedPlatform shop, String topic) {
        try (QuiescenceAwaiter awaiter =
                new QuiescenceAwaiter(shop.description().kafka(), Set.of(topic))) {
            awaiter.await(BOUND);
        }
    }
}
