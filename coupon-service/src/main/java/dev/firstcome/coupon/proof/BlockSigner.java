package dev.firstcome.coupon.proof;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.coupon.partitionstate.PartitionStateUnavailableException;
import dev.firstcome.coupon.partitionstate.RequiredPosition;
import dev.firstcome.coupon.progress.Watermarks;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.springframework.stereotype.Component;

/**
 * Signs the blocks of a partition in order, each after all its records are published. The signed blocks are the only
 * record of the progress: a new owner continues after the last one. The same log always produces identical blocks.
 */
@Component
final class BlockSigner {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final SignedBlocks signed;
    private final BlockLeafBuilder leafBuilder;
    private final LogRangeReader log;
    private final Watermarks watermarks;
    private final ProofKeys keys;
    private final Timer timer;

    BlockSigner(
            SignedBlocks signed,
            BlockLeafBuilder leafBuilder,
            LogRangeReader log,
            Watermarks watermarks,
            ProofKeys keys,
            MeterRegistry meters) {
        this.signed = signed;
        this.leafBuilder = leafBuilder;
        this.log = log;
        this.watermarks = watermarks;
        this.keys = keys;
        this.timer = meters.timer("firstcome.coupon.proof.block");
    }

    /** The next block, if all its records are published. */
    OptionalLong due(int partition) {
        long published = watermarks.published(partition);
        if (published < ProofBlock.SIZE - 1) {
            return OptionalLong.empty();
        }
        long next =
                signed.latest(partition).map(last -> last.block() + 1).orElseGet(() -> firstCompleteBlock(partition));
        return published < (next + 1) * ProofBlock.SIZE - 1 ? OptionalLong.empty() : OptionalLong.of(next);
    }

    /** If records were deleted before any block was signed, the chain begins with the first complete block. */
    private long firstCompleteBlock(int partition) {
        return Math.ceilDiv(log.start(partition), ProofBlock.SIZE);
    }

    /**
     * Signs a block that is due.
     *
     * @throws PartitionStateUnavailableException if the outcomes of its records cannot be read now
     */
    void sign(int partition, long block) {
        IssueProgress progress = watermarks.of(partition);
        if (progress == null) {
            throw new PartitionStateUnavailableException("no progress is known for partition %d".formatted(partition));
        }
        RequiredPosition required = new RequiredPosition(partition, progress.epoch(), progress.published());
        timer.record(() -> {
            ProvenBlock proven = leafBuilder
                    .build(required, block)
                    .orElseThrow(() -> new IllegalStateException(
                            "block %d of partition %d cannot be signed: some of its records were deleted from the log"
                                    .formatted(block, partition)));
            signed.append(signed(progress, block, proven));
        });
    }

    private ProofBlock signed(IssueProgress progress, long block, ProvenBlock proven) {
        int partition = progress.partition();
        ProofBlock unsigned = new ProofBlock(
                progress.topicId(),
                partition,
                block,
                block * ProofBlock.SIZE,
                (block + 1) * ProofBlock.SIZE - 1,
                proven.leaves().size(),
                HexFormat.of().formatHex(proven.root()),
                signed.latest(partition).map(ProofBlockFormat::hash).orElse(ProofBlock.GENESIS_HASH),
                keys.keyId(),
                "");
        return new ProofBlock(
                unsigned.topicId(),
                partition,
                block,
                unsigned.firstOffset(),
                unsigned.lastOffset(),
                unsigned.leaves(),
                unsigned.root(),
                unsigned.previous(),
                unsigned.keyId(),
                BASE64.encodeToString(keys.sign(ProofBlockFormat.encode(unsigned))));
    }
}
