package dev.firstcome.coupon.proof;

import dev.firstcome.coupon.issuing.IssuerLoad;
import dev.firstcome.coupon.issuing.Issuers;
import java.time.Duration;
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

    private final BlockProofs proofs;
    private final SignedBlocks signed;
    private final Issuers partitions;
    private final IssuerLoad issuer;
    private final ProofProperties properties;

    private Set<Integer> mine = Set.of();
    private String trouble = "";
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
                LockSupport.parkNanos(LOOK.toNanos());
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException failed) { // the one place where a proof's failures end: it is tried again
                if (!failed.toString().equals(trouble)) {
                    trouble = failed.toString();
                    log.warn("the log is not proved further for now: {}", trouble);
                    log.debug("the reason", failed);
                }
                LockSupport.parkNanos(AGAIN.toNanos());
            }
        }
    }

    /** All blocks that are whole now, a block of each partition in turn. */
    private void round() throws InterruptedException {
        Set<Integer> now = partitions.running();
        if (!mine.containsAll(now)) {
            signed.catchUp(ASK); // whoever had them before may have signed more than was heard of here
        }
        mine = now;
        long yieldUntil = System.nanoTime() + properties.yieldAtMost().toNanos();
        boolean more = true;
        while (more && running) {
            more = false;
            for (int partition : mine) {
                OptionalLong due = proofs.due(partition);
                if (due.isPresent()) {
                    letDecisionsGoFirst(yieldUntil);
                    proofs.sign(partition, due.getAsLong());
                    more = true;
                    trouble = "";
                }
            }
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
