package dev.firstcome.coupon.proof;

import dev.firstcome.coupon.issuing.IssuerLoad;
import dev.firstcome.coupon.issuing.Issuers;
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
 * Has the blocks of this process's partitions signed, in a thread of its own beside the issuers: it reads what they have
 * published, so nothing that it does or that fails here can hold a decision up. While decisions are behind, they go first,
 * for some seconds.
 */
@Component
final class Prover implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Prover.class);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration YIELD = Duration.ofMillis(20);
    private static final Duration ASK = Duration.ofSeconds(5);
    private static final Duration STOP = Duration.ofSeconds(2);
    private static final int ALL = -1;

    private final BlockProofs proofs;
    private final SignedBlocks signed;
    private final Issuers partitions;
    private final IssuerLoad issuer;
    private final ProofProperties properties;

    private Set<Integer> mine = Set.of();
    /** What failed last, by partition, until it succeeds. */
    private final Map<Integer, String> troubles = new HashMap<>();

    private volatile boolean running;
    private volatile Thread thread = Thread.ofPlatform().unstarted(() -> {});

    Prover(BlockProofs proofs, SignedBlocks signed, Issuers partitions, IssuerLoad issuer, ProofProperties properties) {
        this.proofs = proofs;
        this.signed = signed;
        this.partitions = partitions;
        this.issuer = issuer;
        this.properties = properties;
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("coupon-prover").daemon().start(this::prove);
    }

    private void prove() {
        while (running) {
            try {
                round();
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException failed) { // what concerns all partitions; it is tried again
                report(ALL, failed);
            }
            LockSupport.parkNanos((troubles.isEmpty() ? LOOK : AGAIN).toNanos());
        }
    }

    /** All blocks that are whole now, a block of each partition in turn; one that fails keeps none of the others waiting. */
    private void round() throws InterruptedException {
        Set<Integer> now = partitions.running();
        if (!mine.containsAll(now)) {
            signed.catchUp(ASK); // whoever had them before may have signed more than was heard of here
        }
        mine = now;
        troubles.keySet().retainAll(mine);
        long yieldUntil = System.nanoTime() + properties.yieldAtMost().toNanos();
        Set<Integer> left = new HashSet<>(mine);
        while (running && !left.isEmpty()) {
            left.removeIf(partition -> !signsNext(partition, yieldUntil));
        }
    }

    /** False: there is none to sign now. */
    private boolean signsNext(int partition, long yieldUntil) {
        try {
            OptionalLong due = proofs.due(partition);
            if (due.isPresent()) {
                letDecisionsGoFirst(yieldUntil);
                proofs.sign(partition, due.getAsLong());
            }
            troubles.remove(partition);
            return due.isPresent();
        } catch (RuntimeException failed) { // the one place where a partition's failures end; it is tried again
            report(partition, failed);
            return false;
        }
    }

    /** Once for each that is new. */
    private void report(int partition, RuntimeException failed) {
        if (!failed.toString().equals(troubles.put(partition, failed.toString()))) {
            log.warn(
                    "the log of {} is not proved further for now: {}",
                    partition == ALL ? "all partitions" : "partition " + partition,
                    failed.toString());
            log.debug("the reason", failed);
        }
    }

    private void letDecisionsGoFirst(long until) {
        while (running && issuer.isBehind() && System.nanoTime() < until) {
            LockSupport.parkNanos(YIELD.toNanos());
        }
    }

    @Override
    public void stop() {
        running = false;
        LockSupport.unpark(thread);
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
