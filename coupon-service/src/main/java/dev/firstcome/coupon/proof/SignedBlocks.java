package dev.firstcome.coupon.proof;

import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.coupon.progress.ProofProgress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The signed blocks of the present log, which are kept for ever. Of one that was written twice the first counts. */
public interface SignedBlocks extends ProofProgress {
    /** The last of the partition's chain. */
    Optional<ProofBlock> latest(int partition);

    Optional<ProofBlock> find(int partition, long block);

    /** Some of the partition's, from one block on, at most {@code limit}. */
    List<ProofBlock> from(int partition, long block, int limit);

    @Override
    default long firstUnsigned(int partition) {
        return latest(partition).map(ProofBlock::lastOffset).orElse(-1L) + 1;
    }

    /** Adds the next of a chain and waits until it is kept. */
    void append(ProofBlock block);

    /** Waits until all is known that anybody has written by now. */
    void catchUp(Duration atMost) throws InterruptedException;
}
