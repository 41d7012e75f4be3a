package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.e2e.verifier.EventsEvidence;
import dev.firstcome.e2e.verifier.EventsVerifier;
import dev.firstcome.e2e.verifier.VerificationReport;
import dev.firstcome.e2e.verifier.collect.EventsCollector;
import dev.firstcome.e2e.waiting.QuiescenceAwaiter;
import dev.firstcome.testsupport.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A load of account changes by many users, and the verification of the events that user-service publishes for them. */
final class AccountEventLoad implements AutoCloseable {
    static final int USERS = 16;
    private static final int CONCURRENT_CALLS_MIN = 8;
    private static final Duration BOUND = Duration.ofSeconds(90);

    private final SharedPlatform shop;
    private final ShopperGroup group;
    private final ProfileUpdates changes;
    private final EventsCollector collector;

    private AccountEventLoad(SharedPlatform shop, ShopperGroup group) {
        this.shop = shop;
        this.group = group;
        this.changes = ProfileUpdates.start(group);
        this.collector = new EventsCollector(shop.description());
    }

    static AccountEventLoad start(SharedPlatform shop, long seed) throws IOException, InterruptedException {
        return new AccountEventLoad(shop, shop.signUpShoppers(USERS, seed));
    }

    /** Waits until this number of further calls has succeeded. */
    void awaitSuccesses(long more) {
        long before = changes.succeeded();
        Eventually.holds(more + " more changes have succeeded", BOUND, () -> changes.succeeded() >= before + more);
    }

    /** Waits until this number of further calls has failed. */
    void awaitFailures(long more) {
        long before = changes.failed();
        Eventually.holds(more + " more changes have failed", BOUND, () -> changes.failed() >= before + more);
    }

    /** Waits until each user has had one more successful call; returns the elapsed time. */
    Duration awaitSuccessForEveryUser(Duration bound) {
        long[] before = changes.succeededByShopper().toArray();
        return Eventually.holds("every user has a successful call", bound, () -> {
            long[] now = changes.succeededByShopper().toArray();
            return IntStream.range(0, now.length).allMatch(user -> now[user] > before[user]);
        });
    }

    /** Waits until many calls are in flight at the same time; returns their number. */
    int awaitConcurrentCalls() {
        return Eventually.get(
                "many calls are in flight", BOUND, changes::inFlight, inFlight -> inFlight >= CONCURRENT_CALLS_MIN);
    }

    /** Stops the load, then waits until the outbox is empty and all events are consumed. */
    void stopAndDrain() throws InterruptedException {
        changes.stop();
        Duration published = Eventually.holds("the outbox is empty", BOUND, () -> collector.outboxRows() == 0);
        try (QuiescenceAwaiter quiescence =
                new QuiescenceAwaiter(shop.description().kafka(), Set.of(Topics.USER_MESSAGES))) {
            Duration consumed = quiescence.await(BOUND);
            System.out.printf(
                    "%d changes; all published after %d ms, all consumed after %d ms more%n",
                    changes.succeeded(), published.toMillis(), consumed.toMillis());
        }
    }

    /** Verifies the event invariants; prints the report and the number of duplicate records. */
    VerificationReport verify() {
        EventsEvidence evidence = collector.collect();
        VerificationReport report = new VerificationReport(EventsVerifier.verdicts(evidence, EventsCollector.MESSAGES));
        long ids = evidence.records().stream()
                .map(EventsEvidence.PublishedEvent::eventId)
                .collect(Collectors.toSet())
                .size();
        System.out.printf(
                "%d events, %d records, %d of them duplicates%n%s",
                evidence.history().size(),
                evidence.records().size(),
                evidence.records().size() - ids,
                report.table());
        return report;
    }

    /** Stops the load, waits until all events are consumed, and asserts that every event invariant holds. */
    void stopAndVerify() throws InterruptedException {
        stopAndDrain();
        VerificationReport report = verify();
        assertThat(report.allValid()).as(report.table()).isTrue();
    }

    @Override
    public void close() throws IOException {
        changes.close();
        group.close();
    }
}
