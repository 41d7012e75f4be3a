package dev.firstcome.coupon.rebuild;

import dev.firstcome.coupon.issuercontrol.IssuerLoad;
import dev.firstcome.coupon.issuercontrol.Issuers;
import dev.firstcome.coupon.shadow.RebuildAbortedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Runs the rebuilds of the partitions that this process owns, one at a time. If the process fails or loses the
 * partition, the next owner starts another attempt.
 */
@Component
final class RebuildRunner implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(RebuildRunner.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration RETRY_DELAY_MAX = Duration.ofSeconds(30);

    private final RebuildProperties properties;
    private final Rebuilds rebuilds;
    private final Issuers issuers;
    private final IssuerLoad load;
    private final RebuildExecutor executor;
    private final Map<UUID, Long> notBefore = new HashMap<>();
    private volatile boolean running;
    private volatile Thread thread = Thread.ofPlatform().unstarted(() -> {});

    RebuildRunner(
            RebuildProperties properties,
            Rebuilds rebuilds,
            Issuers issuers,
            IssuerLoad load,
            RebuildExecutor executor) {
        this.properties = properties;
        this.rebuilds = rebuilds;
        this.issuers = issuers;
        this.load = load;
        this.executor = executor;
    }

    /** Polls for rebuilds immediately. */
    void wake() {
        LockSupport.unpark(thread);
    }

    private void poll() {
        while (running) {
            try {
                runAll();
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException unavailable) { // retried at the next poll
                log.warn("polling for rebuilds failed; it is retried: {}", unavailable.toString());
            }
            LockSupport.parkNanos(properties.lookEvery().toNanos());
        }
    }

    private void runAll() throws InterruptedException {
        List<Rebuild> found = rebuilds.running(issuers.runningPartitions());
        notBefore.keySet().retainAll(found.stream().map(Rebuild::id).toList());
        for (Rebuild next : found) {
            if (running && System.nanoTime() >= notBefore.getOrDefault(next.id(), Long.MIN_VALUE)) {
                run(next);
            }
        }
    }

    private void run(Rebuild found) throws InterruptedException {
        Rebuild claimed = rebuilds.claim(found).orElse(null);
        if (claimed == null) {
            return;
        }
        RebuildAttempt attempt =
                new RebuildAttempt(claimed, rebuilds, issuers, load, properties.differencesMax(), () -> running);
        try {
            executor.execute(attempt);
            finish(attempt, RebuildState.DONE, null);
        } catch (RebuildAbortedException.CancelledException cancelled) {
            finish(attempt, RebuildState.CANCELLED, null);
        } catch (RebuildAbortedException.SupersededException superseded) {
            log.info("attempt {} of rebuild {} was superseded", claimed.attempt(), claimed.id());
        } catch (RebuildAbortedException.FailedException failed) {
            finish(attempt, RebuildState.FAILED, failed.code());
        } catch (RuntimeException failure) { // contained here; the rebuild gets a bounded number of attempts
            scheduleRetry(attempt, failure);
        }
    }

    private void scheduleRetry(RebuildAttempt attempt, RuntimeException failure) {
        Rebuild rebuild = attempt.rebuild();
        log.warn("attempt {} of rebuild {} failed: {}", rebuild.attempt(), rebuild.id(), failure.toString());
        log.debug("cause of the failed attempt", failure);
        if (rebuild.attempt() >= properties.attempts()) {
            finish(attempt, RebuildState.FAILED, "GAVE_UP");
            return;
        }
        long delay = Math.min(RETRY_DELAY_MAX.toSeconds(), 1L << Math.min(rebuild.attempt(), 10));
        notBefore.put(rebuild.id(), System.nanoTime() + TimeUnit.SECONDS.toNanos(delay));
    }

    private void finish(RebuildAttempt attempt, RebuildState state, @Nullable String failure) {
        Rebuild rebuild = attempt.rebuild();
        RebuildReport report = attempt.findings().report();
        rebuilds.finish(rebuild, state, failure, report);
        log.info(
                "rebuild {} of partition {} finished as {}: {}",
                rebuild.id(),
                rebuild.request().partition(),
                state,
                report);
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("coupon-rebuild").daemon().start(this::poll);
    }

    @Override
    public void stop() {
        running = false;
        wake();
        try {
            thread.join(STOP_TIMEOUT);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
