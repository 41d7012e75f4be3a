package dev.firstcome.model.proof;

import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.contracts.coupon.log.CouponRecord;
import dev.firstcome.contracts.coupon.log.IssueRequested;
import dev.firstcome.model.Decision;
import dev.firstcome.model.Fold;
import dev.firstcome.model.LateDecision;
import dev.firstcome.model.RecordForm;
import dev.firstcome.model.UnknownRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides a partition's records again, from the first on, and compares each block's root with the signed one. */
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

    /** @param receipt of a request in this partition, or null */
    PartitionReplay(int partition, NavigableMap<Long, ProofBlock> signed, @Nullable Receipt receipt) {
        this.partition = partition;
        this.signed = signed;
        this.receipt = receipt;
        this.fold = new Fold(partition);
    }

    /** @throws Contradiction if the record does not follow, or the blocks before it are not what was signed */
    void take(ExportedRecord record) {
        if (record.partition() != partition || record.offset() <= last) {
            throw new Contradiction("the record %d-%d comes after %d-%d"
                    .formatted(record.partition(), record.offset(), partition, last));
        }
        endBlocksBefore(record.offset() / ProofBlock.SIZE);
        last = record.offset();
        Decision decision = decide(record);
        List<LateDecision> late = fold.late();
        leaves.add(Leaves.of(record, decision, late));
        records++;
        CouponRecord read = RecordForm.read(record.forTheFold()).orElse(null);
        if (read != null) {
            follows(record.offset(), read.campaignId(), decision);
            restartIfPurged(read.campaignId());
        }
        late.forEach(one -> follows(one.offset(), one.campaignId(), one.decision()));
        if (receipt != null && receipt.offset() == record.offset()) {
            meets(receipt, read);
        }
    }

    private Decision decide(ExportedRecord record) {
        try {
            return fold.apply(record.forTheFold());
        } catch (UnknownRules newer) {
            throw new Contradiction(
                    "record %d needs rules that this version does not have".formatted(record.offset()), newer);
        }
    }

    /** Sequence follows place: whoever is decided next has the next number. */
    private void follows(long offset, UUID campaignId, Decision decision) {
        if (receipt != null && receipt.offset() == offset) {
            honoured = decision;
        }
        if (decision instanceof Decision.Issued(long sequence, int _)) {
            long before = issued.getOrDefault(campaignId, 0L);
            if (sequence != before + 1) {
                throw new Contradiction(
                        "the request at %d has sequence %d after %d".formatted(offset, sequence, before));
            }
            issued.put(campaignId, sequence);
        }
    }

    /** A campaign that is scheduled again after its purge counts from one. */
    private void restartIfPurged(UUID campaignId) {
        if (!fold.knows(campaignId)) {
            issued.remove(campaignId);
        }
    }

    private void meets(Receipt mine, @Nullable CouponRecord read) {
        receiptSeen = read instanceof IssueRequested asked
                && asked.campaignId().equals(mine.campaignId())
                && asked.userId().equals(mine.userId())
                && asked.salt().equals(mine.salt());
        if (!receiptSeen) {
            throw new Contradiction("the record at %d is not the one that the receipt is for".formatted(mine.offset()));
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
            throw new Contradiction("block %d was signed with %d records and root %s, and here are %d with root %s"
                    .formatted(block, proof.leaves(), proof.root(), leaves.size(), root));
        }
        covered += leaves.size();
        compared++;
    }

    /** @throws Contradiction if a block that is signed is not all there, or the receipt's request is nowhere */
    Report.Row end() {
        if (!signed.isEmpty()) {
            endBlocksBefore(signed.lastKey() + 1);
        }
        if (receipt != null && !receiptSeen) {
            throw new Contradiction("the place of the receipt, %d, is empty".formatted(receipt.offset()));
        }
        return new Report.Row(partition, records, compared, records - covered, "as signed");
    }

    /** What became of the receipt's request; null if it waits. */
    @Nullable
    Decision honoured() {
        return honoured;
    }
}
