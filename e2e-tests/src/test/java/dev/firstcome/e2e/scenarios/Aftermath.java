package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.judge.EventsJudge;
import dev.firstcome.e2e.judge.PaymentsJudge;
import dev.firstcome.e2e.judge.Report;
import dev.firstcome.e2e.judge.Verdict;
import dev.firstcome.e2e.judge.collect.EventsCollector;
import dev.firstcome.e2e.judge.collect.PaymentsCollector;
import dev.firstcome.e2e.judge.collect.ShardRows;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.e2e.waiting.Quiet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What must be true of all payments and events of a shop once nothing is left to do, whichever scenarios it has gone
 * through: P1 to P7 and E1 to E5 over all that clients were told, all shards, outboxes and inboxes, the topics and the
 * provider.
 */
final class Aftermath {
    private static final Duration BOUND = Duration.ofSeconds(120);

    private Aftermath() {}

    /** After a scenario about payments: each invariant has something to look at, and holds. */
    static void isRight(Shop shop) {
        Report report = judged(shop);
        System.out.println(report.table());
        assertThat(report.allValid()).as(report.table()).isTrue();
    }

    /** After any other: nothing contradicts one of them. */
    static void isNotWrong(Shop shop) {
        long start = System.nanoTime();
        Report report = judged(shop);
        System.out.printf(
                "payments and events: %d facts looked at in %d ms%n",
                report.verdicts().stream().mapToLong(Verdict::itemsLookedAt).sum(),
                (System.nanoTime() - start) / 1_000_000);
        assertThat(report.verdicts()).as(report.table()).noneMatch(Verdict::contradicted);
    }

    private static Report judged(Shop shop) {
        List<Verdict> verdicts = new ArrayList<>();
        try (ShardRows rows = ShardRows.connected(shop.description());
                PaymentsCollector payments = new PaymentsCollector(shop.description(), rows)) {
            Eventually.holds("no payment is open", BOUND, () -> payments.open() == 0);
            Eventually.holds("all is told", BOUND, () -> payments.untold() == 0);
            isQuiet(shop, Topics.PAYMENT_EVENTS);
            verdicts.addAll(PaymentsJudge.verdicts(payments.collect(), shop.paymentHistory(), shop.stock()));

            EventsCollector events = new EventsCollector(shop.description(), rows);
            Eventually.holds("nothing waits in any outbox", BOUND, () -> events.waiting() == 0);
            isQuiet(shop, Topics.USER_MESSAGES);
            verdicts.addAll(EventsJudge.verdicts(events.collect(), EventsCollector.MESSAGES));
        }
        return new Report(verdicts);
    }

    private static void isQuiet(Shop shop, String topic) {
        try (Quiet quiet = new Quiet(shop.description().kafka(), Set.of(topic))) {
            quiet.comes(BOUND);
        }
    }
}
