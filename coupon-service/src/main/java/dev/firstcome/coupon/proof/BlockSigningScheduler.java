package dev.firstcome.coupon.proof;

import dev.firstcome.coupon.issuercontrol.IssuerLoad;
import dev.firstcome.coupon.issuercontrol.Issuers;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Signs the blocks of this process's partitions in a separate thread. It reads only published records, so its work and
 * its failures never delay decisions. While the issuer has a backlog, it waits for a bounded time.
 */
@Component
final class BlockSigningScheduler implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(BlockSigningScheduler.class);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
    private static final Duration YIELD_INTERVAL = Duration.ofMillis(20);
    private static final Duration CATCH_UP_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);
    private static final int ALL_PARTITIONS = -1;

    private final BlockSigner signer;
    private final SignedBlocks signed;
    private final Issuers partitions;
    private final IssuerLoad issuer;
    private final ProofProperties properties;

    private Set<Integer> owned = Set.of();
    /** The last failure by partition, until the partition succeeds. */
    private final Map<Integer, String> failures = new HashMap<>();

    private volatile boolean running;
    private volatile Thread thread = Thread.ofPlatform().unstarted(() -> {});

    BlockSigningScheduler(
            BlockSigner signer,
            SignedBlocks signed,
            Issuers partitions,
            IssuerLoad issuer,
            ProofProperties properties) {
        this.signer = signer;
        this.signed = signed;
        this.partitions = partitions;
        this.issuer = issuer;
        this.properties = properties;
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("coupon-prover").daemon().start(this::run);
    }

    private void run() {
        while (running) {
            try {
                round();
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException failed) { // not specific to a partition; retried in the next round
                report(ALL_PARTITIONS, failed);
            }
            LockSupport.parkNanos((failures.isEmpty() ? POLL_INTERVAL : RETRY_DELAY).toNanos());
        }
    }

    /** Signs all complete blocks, one per partition in turn. A failing partition does not delay the others. */
    private void round() throws InterruptedException {
        Set<Integer> now = partitions.runningPartitions();
        if (!owned.containsAll(now)) {
            signed.catchUp(CATCH_UP_TIMEOUT); // the previous owner may have signed blocks that are not consumed yet
        }
        owned = now;
        failures.keySet().retainAll(owned);
        long yieldUntil = System.nanoTime() + properties.yieldAtMost().toNanos();
        Set<Integer> remaining = new HashSet<>(owned);
        while (running && !remaining.isEmpty()) {
            remaining.removeIf(partition -> !signNext(partition, yieldUntil));
        }
    }

    /** Returns false if the partition has no block to sign, or if signing failed. */
    private boolean signNext(int partition, long yieldUntil) {
        try {
            OptionalLong due = signer.due(partition);
            if (due.isPresent()) {
                awaitIssuer(yieldUntil);
                signer.sign(partition, due.getAsLong());
            }
            failures.remove(partition);
            return due.isPresent();
        } catch (RuntimeException failed) { // contained here; retried in the next round
            report(partition, failed);
            return false;
        }
    }

    /** Logs a failure once until it changes. */
    private void report(int partition, RuntimeException failed) {
        if (!failed.toString().equals(failures.put(partition, failed.toString()))) {
            log.warn(
                    "block signing of {} failed; it is retried: {}",
                    partition == ALL_PARTITIONS ? "all partitions" : "partition " + partition,
                    failed.toString());
            log.debug("cause of the failed block signing", failed);
        }
    }

    private void awaitIssuer(long until) {
        while (running && issuer.isBehind() && System.nanoTime() < until) {
            LockSupport.parkNanos(YIELD_INTERVAL.toNanos());
        }
    }

    @Override
    public void stop() {
        running = false;
        LockSupport.unpark(thread);
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
