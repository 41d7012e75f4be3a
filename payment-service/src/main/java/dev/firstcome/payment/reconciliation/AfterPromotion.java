package dev.firstcome.payment.reconciliation;

import dev.firstcome.contracts.platform.ShardPromoted;
import dev.firstcome.payment.standby.StandbyLog;
import dev.firstcome.payment.standby.Standbys;
import dev.firstcome.platform.scheduling.RepeatingTask;
import dev.firstcome.platform.shards.Shards;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Sees to it that a shard that a standby took over with a loss is compared with the provider's list, and takes payments
 * again then. A run looks past what moved just now, so only one counts that began so much later than the take-over;
 * what it found is put right, or stays open for a person. Every process looks; doing it twice does no harm.
 */
@Component
class AfterPromotion implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(AfterPromotion.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofSeconds(15);
    private static final int RUNS = 50;

    private final Shards shards;
    private final Standbys standbys;
    private final Runs runs;
    private final StartReconciliation start;
    private final Finish finish;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("after-promotion").factory());

    /** How it is told that a shard is compared, and when that can be. */
    @Component
    record Finish(StandbyLog records, ReconciliationProperties properties, Clock clock) {}

    AfterPromotion(Shards shards, Standbys standbys, Runs runs, StartReconciliation start, Finish finish) {
        this.shards = shards;
        this.standbys = standbys;
        this.runs = runs;
        this.start = start;
        this.finish = finish;
        RepeatingTask.schedule(LOOK_EVERY, looks, "reconciliations after promotions", this::look);
    }

    private void look() {
        List<ShardPromoted> open = shards.map().shards().stream()
                .map(standbys::unreconciled)
                .flatMap(Optional::stream)
                .toList();
        if (open.isEmpty()) {
            return;
        }
        try {
            List<Run> latest = runs.latest(RUNS);
            open.forEach(promoted -> reconcile(promoted, latest));
        } catch (DataAccessException | TransactionException away) {
            log.warn("what a standby lacks is compared later: {}", away.toString());
        }
    }

    private void reconcile(ShardPromoted promoted, List<Run> latest) {
        Instant now = finish.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        Instant from = promoted.at().plus(finish.properties().inFlight());
        boolean compared = latest.stream()
                .filter(run -> run.state() == Run.State.DONE && run.startedAt().isAfter(from))
                .anyMatch(run -> run.window()
                                .from()
                                .isBefore(
                                        promoted.at().minus(finish.properties().every()))
                        && run.window().to().isAfter(promoted.at()));
        if (compared) {
            if (finish.records().tell(promoted.reconciled(now))) {
                log.warn("{} is compared with the provider's list and takes payments again", promoted.shard());
            }
        } else if (now.isAfter(from) && mayBegin(latest, now)) {
            start.begin(since(promoted, now), now);
        }
    }

    /** As far back as usual, and so far in any case that the run is about the time before the take-over. */
    private Instant since(ShardPromoted promoted, Instant now) {
        ReconciliationProperties properties = finish.properties();
        Instant usual = now.minus(properties.window());
        Instant before = promoted.at().minus(properties.every()).minusSeconds(1);
        Instant earliest = now.minus(properties.windowMax());
        Instant wanted = before.isBefore(usual) ? before : usual;
        return wanted.isBefore(earliest) ? earliest : wanted;
    }

    /** One that has failed is not begun again at once: it reads the provider's whole list. */
    private static boolean mayBegin(List<Run> latest, Instant now) {
        return latest.stream()
                .noneMatch(run -> run.state() == Run.State.RUNNING
                        || (run.state() == Run.State.FAILED
                                && run.startedAt().plus(PAUSE).isAfter(now)));
    }

    @Override
    public void destroy() {
        looks.shutdownNow();
    }
}
