package dev.firstcome.model.proof;

import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.contracts.coupon.log.CouponRecord;
import dev.firstcome.contracts.coupon.log.IssueRequested;
import dev.firstcome.model.Fold;
import dev.firstcome.model.UnknownRulesException;
import dev.firstcome.model.log.LogRecordCodec;
import dev.firstcome.model.state.Decision;
import dev.firstcome.model.state.DeferredDecision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Replays the records of a partition from the first record, and compares each block's root with the signed root. */
final class PartitionReplay {
    private final int partition;
    private final NavigableMap<Long, ProofBlock> signed;
    private final @Nullable Receipt receipt;
    private final Fold fold;
    private final Map<UUID, Long> issued = new HashMap<>();
    private List<byte[]> leaves = new ArrayList<>();
    private long block;
    private long last = -1;
    private long records;
    private long covered;
    private int compared;
    private boolean receiptSeen;
    private @Nullable Decision honoured;

    /** @param receipt the receipt of a request in this partition, or null */
    PartitionReplay(int partition, NavigableMap<Long, ProofBlock> signed, @Nullable Receipt receipt) {
        this.partition = partition;
        this.signed = signed;
        this.receipt = receipt;
        this.fold = new Fold(partition);
    }

    /** @throws ProofMismatchException if the record is out of order, or an earlier block differs from its signature */
    void replay(ExportedRecord record) {
        if (record.partition() != partition || record.offset() <= last) {
            throw new ProofMismatchException(
                    "the record %d-%d follows %d-%d".formatted(record.partition(), record.offset(), partition, last));
        }
        endBlocksBefore(record.offset() / ProofBlock.SIZE);
        last = record.offset();
        Decision decision = decide(record);
        List<DeferredDecision> late = fold.deferredDecisions();
        leaves.add(LeafHashes.of(record, decision, late));
        records++;
        CouponRecord read = LogRecordCodec.read(record.toLogRecord()).orElse(null);
        if (read != null) {
            checkSequence(record.offset(), read.campaignId(), decision);
            restartIfPurged(read.campaignId());
        }
        late.forEach(one -> checkSequence(one.offset(), one.campaignId(), one.decision()));
        if (receipt != null && receipt.offset() == record.offset()) {
            checkReceipt(receipt, read);
        }
    }

    private Decision decide(ExportedRecord record) {
        try {
            return fold.apply(record.toLogRecord());
        } catch (UnknownRulesException newer) {
            throw new ProofMismatchException(
                    "record %d requires rules that this version does not have".formatted(record.offset()), newer);
        }
    }

    /** Sequence follows the order of the decisions: the next issued coupon has the next number. */
    private void checkSequence(long offset, UUID campaignId, Decision decision) {
        if (receipt != null && receipt.offset() == offset) {
            honoured = decision;
        }
        if (decision instanceof Decision.Issued(long sequence, int _)) {
            long before = issued.getOrDefault(campaignId, 0L);
            if (sequence != before + 1) {
                throw new ProofMismatchException(
                        "the request at %d has sequence %d after %d".formatted(offset, sequence, before));
            }
            issued.put(campaignId, sequence);
        }
    }

    /** The sequence of a campaign that is scheduled again after its purge starts at 1. */
    private void restartIfPurged(UUID campaignId) {
        if (!fold.knows(campaignId)) {
            issued.remove(campaignId);
        }
    }

    private void checkReceipt(Receipt mine, @Nullable CouponRecord read) {
        receiptSeen = read instanceof IssueRequested request
                && request.campaignId().equals(mine.campaignId())
                && request.userId().equals(mine.userId())
                && request.salt().equals(mine.salt());
        if (!receiptSeen) {
            throw new ProofMismatchException(
                    "the record at %d is not the one that the receipt is for".formatted(mine.offset()));
        }
    }

    private void endBlocksBefore(long next) {
        while (block < next) {
            compare(signed.get(block));
            leaves = new ArrayList<>();
            block++;
        }
    }

    private void compare(@Nullable ProofBlock proof) {
        if (proof == null) {
            return;
        }
        String root = HexFormat.of().formatHex(Merkle.root(leaves));
        if (!proof.root().equals(root) || proof.leaves() != leaves.size()) {
            throw new ProofMismatchException(
                    "block %d was signed with %d records and root %s, but the export has %d records and root %s"
                            .formatted(block, proof.leaves(), proof.root(), leaves.size(), root));
        }
        covered += leaves.size();
        compared++;
    }

    /** @throws ProofMismatchException if a signed block is incomplete, or the request of the receipt is missing */
    ProofReport.Row end() {
        if (!signed.isEmpty()) {
            endBlocksBefore(signed.lastKey() + 1);
        }
        if (receipt != null && !receiptSeen) {
            throw new ProofMismatchException(
                    "there is no record at the receipt's offset %d".formatted(receipt.offset()));
        }
        return new ProofReport.Row(partition, records, compared, records - covered, "as signed");
    }

    /** Returns the decision on the request of the receipt; null if it is not decided yet. */
    @Nullable
    Decision honoured() {
        return honoured;
    }
}
