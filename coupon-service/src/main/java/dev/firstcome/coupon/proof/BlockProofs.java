package dev.firstcome.coupon.proof;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.coupon.fold.FoldMoment;
import dev.firstcome.coupon.fold.FoldUnavailable;
import dev.firstcome.coupon.progress.Watermarks;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.springframework.stereotype.Component;

/**
 * Signs the blocks of a partition one after the other, each once all of it is published. Only the signed blocks say how far
 * that is: whoever has the partition goes on after the last, and the same log gives the same block, to the last bit.
 */
@Component
final class BlockProofs {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final SignedBlocks signed;
    private final BlockLeaves leaves;
    private final LogSections sections;
    private final Watermarks watermarks;
    private final ProofKeys keys;
    private final Timer timer;

    BlockProofs(
            SignedBlocks signed,
            BlockLeaves leaves,
            LogSections sections,
            Watermarks watermarks,
            ProofKeys keys,
            MeterRegistry meters) {
        this.signed = signed;
        this.leaves = leaves;
        this.sections = sections;
        this.watermarks = watermarks;
        this.keys = keys;
        this.timer = meters.timer("firstcome.coupon.proof.block");
    }

    /** The block that can be signed now; empty if the next one is not whole yet. */
    OptionalLong due(int partition) {
        long published = watermarks.published(partition);
        if (published < ProofBlock.SIZE - 1) {
            return OptionalLong.empty();
        }
        long next = signed.latest(partition).map(last -> last.block() + 1).orElseGet(() -> firstWhole(partition));
        return published < (next + 1) * ProofBlock.SIZE - 1 ? OptionalLong.empty() : OptionalLong.of(next);
    }

    /** Where nothing was signed before records were deleted, the first block that is whole begins the chain. */
    private long firstWhole(int partition) {
        return Math.ceilDiv(sections.start(partition), ProofBlock.SIZE);
    }

    /**
     * Signs a block that is due.
     *
     * @throws FoldUnavailable if the state cannot say now what became of its records
     */
    void sign(int partition, long block) {
        IssueProgress progress = watermarks.of(partition);
        if (progress == null) {
            throw new FoldUnavailable("nothing is known of partition %d".formatted(partition));
        }
        FoldMoment moment = new FoldMoment(partition, progress.epoch(), progress.published());
        timer.record(() -> {
            ProvenBlock proven = leaves.of(moment, block)
                    .orElseThrow(() -> new IllegalStateException(
                            "block %d of partition %d is not signed, and the log has lost some of it"
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
                signed.latest(partition).map(BlockText::hash).orElse(ProofBlock.NOTHING_BEFORE),
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
                BASE64.encodeToString(keys.sign(BlockText.of(unsigned))));
    }
}
