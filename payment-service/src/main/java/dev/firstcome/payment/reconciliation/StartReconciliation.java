package dev.firstcome.payment.reconciliation;

import dev.firstcome.payment.provider.ProviderAway;
import dev.firstcome.payment.provider.ProviderUnclear;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/** Begins a run, unless there is one, and sees to it that it ends. */
@Service
public final class StartReconciliation implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(StartReconciliation.class);
    private static final int DRAIN_SECONDS = 8;

    private final Runs runs;
    private final Reconciliation reconciliation;
    private final ReconciliationMeters meters;
    private final ReconciliationProperties properties;
    private final Clock clock;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("reconciliation-", 0).factory());
    private volatile boolean ending;

    StartReconciliation(
            Runs runs,
            Reconciliation reconciliation,
            ReconciliationMeters meters,
            ReconciliationProperties properties,
            Clock clock) {
        this.runs = runs;
        this.reconciliation = reconciliation;
        this.meters = meters;
        this.properties = properties;
        this.clock = clock;
    }

    /** What became of a command. */
    public sealed interface Answer {
        record Started(Run run) implements Answer {}

        /** Another run is under way. */
        record Busy(Run other) implements Answer {}

        /** There is no such time to look at. */
        record NoWindow(String field, String why) implements Answer {}
    }

    /**
     * @param from null: as long before the end as usual
     * @param to null: now
     */
    public Answer begin(@Nullable Instant from, @Nullable Instant to) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant end = to == null ? now : to;
        if (end.isAfter(now)) {
            return new Answer.NoWindow("to", "not later than now");
        }
        Instant begin = from == null ? end.minus(properties.window()) : from;
        if (!begin.isBefore(end) || begin.isBefore(end.minus(properties.windowMax()))) {
            return new Answer.NoWindow(
                    "from",
                    "before the end, by no more than " + properties.windowMax().toHours() + " hours");
        }
        return switch (begin(new Run.Window(begin, end), false)) {
            case Runs.Begun.Started(var run) -> new Answer.Started(run);
            case Runs.Begun.Busy(var other) -> new Answer.Busy(other);
        };
    }

    /** Begins a run if none has begun by itself for long enough. */
    void beginIfDue() {
        if (runs.isDue(properties.every())) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            begin(new Run.Window(now.minus(properties.window()), now), true);
        }
    }

    private Runs.Begun begin(Run.Window window, boolean scheduled) {
        Runs.Begun begun = runs.begin(window, scheduled, properties.lease());
        if (begun instanceof Runs.Begun.Started(var run)) {
            try {
                threads.execute(() -> carryOut(run));
            } catch (RejectedExecutionException stopping) {
                runs.end(run.id(), Run.Tally.NONE, "the process ended");
            }
        }
        return begun;
    }

    private void carryOut(Run run) {
        Run.Tally tally = Run.Tally.NONE;
        String failure = "it broke off";
        try {
            Pulse pulse = new Pulse(runs, run.id(), properties, clock, () -> ending);
            tally = reconciliation.carryOut(run, properties.lookUpsMax(), pulse);
            failure = null;
        } catch (ProviderAway away) {
            failure = "the provider was not asked: " + away.getMessage();
        } catch (ProviderUnclear unclear) {
            failure = "the provider gave no clear answer: " + unclear.getMessage();
        } catch (Pulse.Stopped stopped) {
            failure = stopped.getMessage();
        } catch (DataAccessException | TransactionException away) {
            log.warn("a shard is away", away);
            failure = "a shard is away";
        } finally {
            end(run, tally, failure);
        }
    }

    private void end(Run run, Run.Tally tally, @Nullable String failure) {
        meters.ended(failure == null ? Run.State.DONE : Run.State.FAILED);
        if (failure == null) {
            log.info("reconciliation {}: {}", run.id(), tally);
        } else {
            log.error("reconciliation {} failed: {}", run.id(), failure);
        }
        try {
            runs.end(run.id(), tally, failure);
        } catch (DataAccessException | TransactionException away) {
            log.warn("reconciliation {} ends with its lease: {}", run.id(), away.toString());
        }
    }

    /** What is under way is broken off at its next step. */
    @Override
    public void destroy() {
        ending = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException stopped) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
