package dev.firstcome.coupon.proof;

import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.coupon.progress.ProofProgress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The signed blocks of the current log. They are retained without limit. If a block is appended twice, the first
 * counts.
 */
public interface SignedBlocks extends ProofProgress {
    /** The last block of the partition's chain. */
    Optional<ProofBlock> latest(int partition);

    Optional<ProofBlock> find(int partition, long block);

    /** At most {@code limit} blocks of the partition, from {@code block} on. */
    List<ProofBlock> from(int partition, long block, int limit);

    @Override
    default long firstUnsigned(int partition) {
        return latest(partition).map(ProofBlock::lastOffset).orElse(-1L) + 1;
    }

    /** Appends the next block of a chain and waits for the acknowledgement. */
    void append(ProofBlock block);

    /** Waits until all blocks that exist now are consumed. */
    void catchUp(Duration timeout) throws InterruptedException;
}
