package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.e2e.verifier.EventsEvidence;
import dev.firstcome.e2e.verifier.EventsVerifier;
import dev.firstcome.e2e.verifier.VerificationReport;
import dev.firstcome.e2e.verifier.collect.EventsCollector;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.e2e.waiting.QuiescenceAwaiter;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Many people whose accounts change, and what must be true of what is told of them in the end. */
final class AccountEventLoad implements AutoCloseable {
    static final int PEOPLE = 16;
    private static final int ASKING_MIN = 8;
    private static final Duration BOUND = Duration.ofSeconds(90);

    private final SharedPlatform shop;
    private final ShopperGroup crowd;
    private final ProfileUpdates changes;
    private final EventsCollector collector;

    private AccountEventLoad(SharedPlatform shop, ShopperGroup crowd) {
        this.shop = shop;
        this.crowd = crowd;
        this.changes = ProfileUpdates.begin(crowd);
        this.collector = new EventsCollector(shop.description());
    }

    static AccountEventLoad begin(SharedPlatform shop, long seed) throws IOException, InterruptedException {
        return new AccountEventLoad(shop, shop.crowd(PEOPLE, seed));
    }

    /** Waits until so many more calls were answered well. */
    void flow(long more) {
        long before = changes.done();
        Eventually.holds(more + " changes are answered", BOUND, () -> changes.done() >= before + more);
    }

    /** Waits until so many more calls have failed. */
    void fail(long more) {
        long before = changes.failed();
        Eventually.holds(more + " changes fail", BOUND, () -> changes.failed() >= before + more);
    }

    /** Waits until everybody was answered well once more, and says how long that took. */
    Duration everyoneGoesOn(Duration bound) {
        long[] before = changes.doneByEach().toArray();
        return Eventually.holds("everyone is answered", bound, () -> {
            long[] now = changes.doneByEach().toArray();
            return IntStream.range(0, now.length).allMatch(person -> now[person] > before[person]);
        });
    }

    /** Waits until many ask at the same time, and says how many. */
    int manyAsk() {
        return Eventually.get("many ask at once", BOUND, changes::asking, asking -> asking >= ASKING_MIN);
    }

    /** Nobody asks any more, and nothing waits. */
    void settle() throws InterruptedException {
        changes.stop();
        Duration told = Eventually.holds("the outbox is empty", BOUND, () -> collector.waiting() == 0);
        try (QuiescenceAwaiter quiet =
                new QuiescenceAwaiter(shop.description().kafka(), Set.of(Topics.USER_MESSAGES))) {
            Duration taken = quiet.comes(BOUND);
            System.out.printf(
                    "%d changes; all told after %d ms, all taken after %d ms more%n",
                    changes.done(), told.toMillis(), taken.toMillis());
        }
    }

    /** The judge's word, printed, with how often something was told twice. */
    VerificationReport verdicts() {
        EventsEvidence evidence = collector.collect();
        VerificationReport report = new VerificationReport(EventsVerifier.verdicts(evidence, EventsCollector.MESSAGES));
        long ids = evidence.records().stream()
                .map(EventsEvidence.Sent::eventId)
                .collect(Collectors.toSet())
                .size();
        System.out.printf(
                "%d events, %d records, %d of them repetitions%n%s",
                evidence.history().size(),
                evidence.records().size(),
                evidence.records().size() - ids,
                report.table());
        return report;
    }

    void settlesRightly() throws InterruptedException {
        settle();
        VerificationReport verdicts = verdicts();
        assertThat(verdicts.allValid()).as(verdicts.table()).isTrue();
    }

    @Override
    public void close() throws IOException {
        changes.close();
        crowd.close();
    }
}
