package dev.firstcome.coupon.proof;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.firstcome.contracts.coupon.CouponRecord;
import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.coupon.fold.FoldMoment;
import dev.firstcome.coupon.fold.FoldUnavailable;
import dev.firstcome.coupon.fold.FoldView;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.fold.RecordedOutcomes;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.progress.PublishedFold;
import dev.firstcome.coupon.progress.Watermarks;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Says whether a receipt is genuine and how it was honoured, with all that is needed to check the answer. */
@Service
public final class ReceiptChecks {
    /** A block's leaves take half a megabyte. */
    private static final int BLOCKS_KEPT = 8;

    private final Receipts receipts;
    private final SignedBlocks signed;
    private final BlockLeaves leaves;
    private final LogSections sections;
    private final RequestLog log;
    private final PublishedFold fold;
    private final Watermarks watermarks;
    private final Cache<String, ProvenBlock> proven =
            Caffeine.newBuilder().maximumSize(BLOCKS_KEPT).build();

    ReceiptChecks(
            Receipts receipts,
            SignedBlocks signed,
            BlockLeaves leaves,
            LogSections sections,
            RequestLog log,
            PublishedFold fold,
            Watermarks watermarks) {
        this.receipts = receipts;
        this.signed = signed;
        this.leaves = leaves;
        this.sections = sections;
        this.log = log;
        this.fold = fold;
        this.watermarks = watermarks;
    }

    /** @throws FoldUnavailable if the state cannot say now what became of it */
    public ReceiptCheck check(String text) {
        if (!receipts.isWellFormed(text)) {
            return new ReceiptCheck.Unreadable();
        }
        return receipts.genuine(text).map(this::honoured).orElseGet(ReceiptCheck.Forged::new);
    }

    private ReceiptCheck honoured(Receipt receipt) {
        if (!receipt.topicId().equals(log.topicId())) {
            return new ReceiptCheck.NoLongerKept(receipt);
        }
        Optional<ProofBlock> block = signed.find(receipt.partition(), receipt.offset() / ProofBlock.SIZE);
        if (block.isEmpty()) {
            return new ReceiptCheck.NotSignedYet(receipt);
        }
        try {
            return place(block.get(), receipt.offset())
                    .<ReceiptCheck>map(own -> new ReceiptCheck.Proved(receipt, own, late(receipt)))
                    .orElseGet(() -> new ReceiptCheck.NoLongerKept(receipt));
        } catch (RecordedOutcomes.Dropped forgotten) {
            return new ReceiptCheck.NoLongerKept(receipt);
        }
    }

    /** Empty if the log does not have the block any more. */
    private Optional<ReceiptCheck.InBlock> place(ProofBlock block, long offset) {
        if (sections.start(block.partition()) > block.firstOffset()) {
            return Optional.empty();
        }
        ProvenBlock all = proven.get(block.partition() + "-" + block.block(), name -> prove(block));
        int index = all.indexOf(offset);
        if (index < 0) {
            throw new IllegalStateException(
                    "a receipt was given for %d-%d, and no record is there".formatted(block.partition(), offset));
        }
        return Optional.of(new ReceiptCheck.InBlock(block, all.leaves().get(index), index, all.path(index)));
    }

    private ProvenBlock prove(ProofBlock block) {
        ProvenBlock all = leaves.of(moment(block.partition()), block.block())
                .orElseThrow(() -> new FoldUnavailable("the log of block %d cannot be read".formatted(block.block())));
        if (!HexFormat.of().formatHex(all.root()).equals(block.root())) {
            if (!all.forgotten().isEmpty()) {
                throw new RecordedOutcomes.Dropped(
                        "the state does not have campaigns %s any more".formatted(all.forgotten()));
            }
            throw new IllegalStateException("block %d of partition %d was signed with another root than it has now"
                    .formatted(block.block(), block.partition()));
        }
        return all;
    }

    /** What a fan-out record made of the request; null if it was not held, or that record's block is not signed yet. */
    private ReceiptCheck.@Nullable Late late(Receipt receipt) {
        int partition = receipt.partition();
        FoldView.At view = fold.look(partition, receipt.offset(), receipt.campaignId(), null);
        Outcome outcome = view.outcome();
        FoldView.CampaignFold campaign = view.campaign();
        if (outcome == null || outcome.fanOut() == 0) {
            return null;
        }
        if (campaign == null) {
            throw new RecordedOutcomes.Forgotten(receipt.campaignId());
        }
        long by = campaign.fanOut(outcome.fanOut());
        Optional<ProofBlock> block = signed.find(partition, by / ProofBlock.SIZE);
        if (block.isEmpty()) {
            return null;
        }
        LoggedRecord record =
                sections.read(partition, by, by).map(List::getFirst).orElseThrow();
        CouponRecord read = leaves.read(record);
        HeldDecisions.Hashes decided = read == null
                ? null
                : leaves.decisions(moment(partition), read, by, receipt.offset())
                        .orElse(null);
        ProofLeaf.Decided mine = decided == null ? null : decided.wanted();
        if (decided == null || mine == null) {
            throw new FoldUnavailable("the state does not say how record %d decided".formatted(by));
        }
        return place(block.get(), by)
                .map(where -> new ReceiptCheck.Late(mine, decided.index(), decided.path(), where))
                .orElse(null);
    }

    private FoldMoment moment(int partition) {
        IssueProgress progress = watermarks.of(partition);
        if (progress == null) {
            throw new FoldUnavailable("nothing is known of partition %d".formatted(partition));
        }
        return new FoldMoment(partition, progress.epoch(), progress.published());
    }
}
