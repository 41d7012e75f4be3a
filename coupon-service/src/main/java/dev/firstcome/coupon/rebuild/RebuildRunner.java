package dev.firstcome.coupon.rebuild;

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
 * Carries out the rebuilds of the partitions that this process issues, one after the other. A process that dies or loses a
 * partition leaves its rebuild to the next owner, who begins it again.
 */
@Component
final class RebuildRunner implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(RebuildRunner.class);
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(30);

    private final RebuildParts parts;
    private final Map<UUID, Long> notBefore = new HashMap<>();
    private volatile boolean running;
    private volatile Thread thread = Thread.ofPlatform().unstarted(() -> {});

    RebuildRunner(RebuildParts parts) {
        this.parts = parts;
    }

    /** Looks at once. */
    void wake() {
        LockSupport.unpark(thread);
    }

    private void work() {
        while (running) {
            try {
                runAll();
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException away) { // the one place where the search fails: it is tried again
                log.warn("rebuilds are looked for later: {}", away.toString());
            }
            LockSupport.parkNanos(parts.properties().lookEvery().toNanos());
        }
    }

    private void runAll() throws InterruptedException {
        List<Rebuild> found = parts.rebuilds().running(parts.issuers().running());
        notBefore.keySet().retainAll(found.stream().map(Rebuild::id).toList());
        for (Rebuild next : found) {
            if (running && System.nanoTime() >= notBefore.getOrDefault(next.id(), Long.MIN_VALUE)) {
                run(next);
            }
        }
    }

    private void run(Rebuild seen) throws InterruptedException {
        Rebuild mine = parts.rebuilds().claim(seen).orElse(null);
        if (mine == null) {
            return;
        }
        Findings findings = new Findings();
        try {
            new RebuildRun(mine, parts, findings, () -> running).run();
            end(mine, RebuildState.DONE, null, findings);
        } catch (RebuildEnd.Cancelled wished) {
            end(mine, RebuildState.CANCELLED, null, findings);
        } catch (RebuildEnd.NotMine others) {
            log.info("rebuild {} goes on elsewhere", mine.id());
        } catch (RebuildEnd.Failed failed) {
            end(mine, RebuildState.FAILED, failed.code(), findings);
        } catch (RuntimeException away) { // the one place where a run's failures end: it is begun again, some times
            again(mine, findings, away);
        }
    }

    private void again(Rebuild mine, Findings findings, RuntimeException away) {
        log.warn("attempt {} of rebuild {} failed: {}", mine.attempt(), mine.id(), away.toString());
        log.debug("the reason", away);
        if (mine.attempt() >= parts.properties().attempts()) {
            end(mine, RebuildState.FAILED, "GAVE_UP", findings);
            return;
        }
        long pause = Math.min(PAUSE_MAX.toSeconds(), 1L << Math.min(mine.attempt(), 10));
        notBefore.put(mine.id(), System.nanoTime() + TimeUnit.SECONDS.toNanos(pause));
    }

    private void end(Rebuild mine, RebuildState state, @Nullable String failure, Findings findings) {
        parts.rebuilds().finish(mine, state, failure, findings.report());
        log.info("rebuild {} of partition {} is {} {}", mine.id(), mine.wish().partition(), state, findings.report());
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("coupon-rebuild").daemon().start(this::work);
    }

    @Override
    public void stop() {
        running = false;
        wake();
        try {
            thread.join(STOP);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
