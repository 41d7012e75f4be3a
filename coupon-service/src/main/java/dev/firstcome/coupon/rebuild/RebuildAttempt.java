package dev.firstcome.coupon.rebuild;

import dev.firstcome.coupon.audit.OutcomeDifference;
import dev.firstcome.coupon.issuercontrol.IssuerLoad;
import dev.firstcome.coupon.issuercontrol.Issuers;
import dev.firstcome.coupon.shadow.RebuildAbortedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * One attempt of a rebuild. It stores the progress, and aborts the attempt when it must not continue. Not thread-safe.
 */
final class RebuildAttempt {
    private static final Duration REPORT_INTERVAL = Duration.ofMillis(400);
    private static final Duration YIELD_INTERVAL = Duration.ofMillis(20);
    private static final Duration YIELD_MAX = Duration.ofSeconds(1);

    private final Rebuild rebuild;
    private final Rebuilds rebuilds;
    private final Issuers issuers;
    private final IssuerLoad load;
    private final int differencesMax;
    private final BooleanSupplier running;
    private final RebuildFindings findings = new RebuildFindings();
    private long reportedAt;

    /** @param running false once the process is stopping */
    RebuildAttempt(
            Rebuild rebuild,
            Rebuilds rebuilds,
            Issuers issuers,
            IssuerLoad load,
            int differencesMax,
            BooleanSupplier running) {
        this.rebuild = rebuild;
        this.rebuilds = rebuilds;
        this.issuers = issuers;
        this.load = load;
        this.differencesMax = differencesMax;
        this.running = running;
    }

    Rebuild rebuild() {
        return rebuild;
    }

    Rebuild.Request request() {
        return rebuild.request();
    }

    RebuildFindings findings() {
        return findings;
    }

    void begin(RebuildPhase phase) {
        findings.phase = phase;
        reportedAt = 0;
        checkpoint();
    }

    /**
     * Stores the progress at a bounded rate.
     *
     * @throws RebuildAbortedException if the attempt must not continue
     */
    void checkpoint() {
        if (!running.getAsBoolean()) {
            throw new RebuildAbortedException.SupersededException();
        }
        long now = System.nanoTime();
        if (reportedAt != 0 && now - reportedAt < REPORT_INTERVAL.toNanos()) {
            return;
        }
        reportedAt = now;
        boolean continues = rebuilds.report(rebuild, findings.report())
                .orElseThrow(RebuildAbortedException.SupersededException::new);
        if (!continues) {
            throw new RebuildAbortedException.CancelledException();
        }
        if (!issuers.runningPartitions().contains(request().partition())) {
            throw new RebuildAbortedException.SupersededException();
        }
    }

    /** Counts folded records, then waits for a bounded time while the issuer has a backlog. */
    void onFolded(int records, long nanos) {
        findings.addFolded(records, nanos);
        checkpoint();
        long until = System.nanoTime() + YIELD_MAX.toNanos();
        while (load.isBehind() && running.getAsBoolean() && System.nanoTime() < until) {
            LockSupport.parkNanos(YIELD_INTERVAL.toNanos());
        }
    }

    /** Counts the differences, and stores them up to {@code differencesMax}. */
    void add(List<OutcomeDifference> differences) {
        long remaining = differencesMax - findings.differenceCount;
        if (!differences.isEmpty() && remaining > 0) {
            rebuilds.add(rebuild, differences.subList(0, (int) Math.min(remaining, differences.size())));
        }
        for (OutcomeDifference difference : differences) {
            findings.differenceCount++;
            switch (difference.effect()) {
                case GAINED -> findings.gained++;
                case LOST -> findings.lost++;
                case CHANGED -> {}
            }
        }
    }
}
