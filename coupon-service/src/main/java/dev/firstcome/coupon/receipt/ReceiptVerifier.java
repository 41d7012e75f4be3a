package dev.firstcome.coupon.receipt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.contracts.coupon.log.CouponRecord;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.partitionstate.Outcome;
import dev.firstcome.coupon.partitionstate.PartitionStateUnavailableException;
import dev.firstcome.coupon.partitionstate.RecordedOutcomes;
import dev.firstcome.coupon.partitionstate.RequiredPosition;
import dev.firstcome.coupon.partitionstate.StateView;
import dev.firstcome.coupon.progress.PublishedState;
import dev.firstcome.coupon.progress.Watermarks;
import dev.firstcome.coupon.proof.BlockLeafBuilder;
import dev.firstcome.coupon.proof.DeferredDecisions;
import dev.firstcome.coupon.proof.LogRangeReader;
import dev.firstcome.coupon.proof.LoggedRecord;
import dev.firstcome.coupon.proof.ProofLeaf;
import dev.firstcome.coupon.proof.ProvenBlock;
import dev.firstcome.coupon.proof.SignedBlocks;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Verifies receipts and proves the outcome of their requests with Merkle paths to signed blocks. */
@Service
public final class ReceiptVerifier {
    /** The leaves of one block take half a megabyte. */
    private static final int CACHED_BLOCKS_MAX = 8;

    private final ReceiptSigner signer;
    private final SignedBlocks signed;
    private final BlockLeafBuilder leafBuilder;
    private final LogRangeReader logRanges;
    private final RequestLog log;
    private final PublishedState publishedState;
    private final Watermarks watermarks;
    private final Cache<String, ProvenBlock> proven =
            Caffeine.newBuilder().maximumSize(CACHED_BLOCKS_MAX).build();

    ReceiptVerifier(
            ReceiptSigner signer,
            SignedBlocks signed,
            BlockLeafBuilder leafBuilder,
            LogRangeReader logRanges,
            RequestLog log,
            PublishedState publishedState,
            Watermarks watermarks) {
        this.signer = signer;
        this.signed = signed;
        this.leafBuilder = leafBuilder;
        this.logRanges = logRanges;
        this.log = log;
        this.publishedState = publishedState;
        this.watermarks = watermarks;
    }

    /** @throws PartitionStateUnavailableException if the outcome cannot be read now */
    public ReceiptVerification verify(String text) {
        if (!signer.isWellFormed(text)) {
            return new ReceiptVerification.Unreadable();
        }
        return signer.verify(text).map(this::prove).orElseGet(ReceiptVerification.Forged::new);
    }

    private ReceiptVerification prove(Receipt receipt) {
        if (!receipt.topicId().equals(log.topicId())) {
            return new ReceiptVerification.NoLongerKept(receipt);
        }
        Optional<ProofBlock> block = signed.find(receipt.partition(), receipt.offset() / ProofBlock.SIZE);
        if (block.isEmpty()) {
            return new ReceiptVerification.NotSignedYet(receipt);
        }
        try {
            return inclusionProof(block.get(), receipt.offset())
                    .<ReceiptVerification>map(
                            request -> new ReceiptVerification.Proved(receipt, request, deferredProof(receipt)))
                    .orElseGet(() -> new ReceiptVerification.NoLongerKept(receipt));
        } catch (RecordedOutcomes.OutcomeDeletedException purged) {
            return new ReceiptVerification.NoLongerKept(receipt);
        }
    }

    /** Empty if the block was deleted from the log. */
    private Optional<ReceiptVerification.InclusionProof> inclusionProof(ProofBlock block, long offset) {
        if (logRanges.start(block.partition()) > block.firstOffset()) {
            return Optional.empty();
        }
        ProvenBlock all = proven.get(block.partition() + "-" + block.block(), name -> provenBlock(block));
        int index = all.indexOf(offset);
        if (index < 0) {
            throw new IllegalStateException("a receipt exists for %d-%d, but the log has no record at this position"
                    .formatted(block.partition(), offset));
        }
        return Optional.of(
                new ReceiptVerification.InclusionProof(block, all.leaves().get(index), index, all.path(index)));
    }

    private ProvenBlock provenBlock(ProofBlock block) {
        ProvenBlock all = leafBuilder
                .build(requiredPosition(block.partition()), block.block())
                .orElseThrow(() -> new PartitionStateUnavailableException(
                        "block %d cannot be read from the log".formatted(block.block())));
        if (!HexFormat.of().formatHex(all.root()).equals(block.root())) {
            if (!all.purged().isEmpty()) {
                throw new RecordedOutcomes.OutcomeDeletedException(
                        "campaigns %s were purged from the state".formatted(all.purged()));
            }
            throw new IllegalStateException(
                    "the recomputed root of block %d of partition %d differs from the signed root"
                            .formatted(block.block(), block.partition()));
        }
        return all;
    }

    /** Null if the request was not deferred, or if the block of the deciding record is not signed yet. */
    private ReceiptVerification.@Nullable DeferredProof deferredProof(Receipt receipt) {
        int partition = receipt.partition();
        StateView.At view = publishedState.read(partition, receipt.offset(), receipt.campaignId(), null);
        Outcome outcome = view.outcome();
        StateView.CampaignView campaign = view.campaign();
        if (outcome == null || outcome.fanOut() == 0) {
            return null;
        }
        if (campaign == null) {
            throw new RecordedOutcomes.CampaignPurgedException(receipt.campaignId());
        }
        long by = campaign.fanOut(outcome.fanOut());
        Optional<ProofBlock> block = signed.find(partition, by / ProofBlock.SIZE);
        if (block.isEmpty()) {
            return null;
        }
        LoggedRecord record =
                logRanges.read(partition, by, by).map(List::getFirst).orElseThrow();
        CouponRecord read = leafBuilder.read(record);
        DeferredDecisions.Hashes decided = read == null
                ? null
                : leafBuilder
                        .decisions(requiredPosition(partition), read, by, receipt.offset())
                        .orElse(null);
        ProofLeaf.DeferredDecision wanted = decided == null ? null : decided.wanted();
        if (decided == null || wanted == null) {
            throw new PartitionStateUnavailableException(
                    "the state has no decisions of the record at offset %d".formatted(by));
        }
        return inclusionProof(block.get(), by)
                .map(proof -> new ReceiptVerification.DeferredProof(wanted, decided.index(), decided.path(), proof))
                .orElse(null);
    }

    private RequiredPosition requiredPosition(int partition) {
        IssueProgress progress = watermarks.of(partition);
        if (progress == null) {
            throw new PartitionStateUnavailableException("no progress is known for partition %d".formatted(partition));
        }
        return new RequiredPosition(partition, progress.epoch(), progress.published());
    }
}
