package dev.firstcome.model.proof;

import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.model.state.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Verifies an export against the signatures of the shop. Requires only the files and the public key. */
public final class ProofVerifier {
    private final ExportFolder export;
    private final PublicKeys keys;
    private final VerificationProgress progress;
    private final List<ProofReport.Row> rows = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> contradictions = new ArrayList<>();

    private ProofVerifier(ExportFolder export, PublicKeys keys, VerificationProgress progress) {
        this.export = export;
        this.keys = keys;
        this.progress = progress;
    }

    /** @param receipt the text of a receipt whose request must be in this export, or null */
    public static ProofReport verify(ExportFolder export, PublicKeys keys, @Nullable String receipt) {
        return verify(export, keys, receipt, VerificationProgress.NONE);
    }

    /** As {@link #verify(ExportFolder, PublicKeys, String)}, and reports the progress. */
    public static ProofReport verify(
            ExportFolder export, PublicKeys keys, @Nullable String receipt, VerificationProgress progress) {
        return new ProofVerifier(export, keys, progress).verify(receipt);
    }

    private ProofReport verify(@Nullable String receiptText) {
        try {
            Receipt receipt = receiptText == null ? null : Receipt.verified(receiptText, keys);
            ExportFolder.Contents contents = export.contents();
            List<ProofBlock> blocks = export.blocks();
            if (receipt != null) {
                requireContained(receipt, contents);
            }
            progress.started(export.recordCounts(contents));
            for (Map.Entry<Integer, Long> partition : contents.starts().entrySet()) {
                Receipt here = receipt != null && receipt.partition() == partition.getKey() ? receipt : null;
                verify(contents, partition.getKey(), blocks, here);
            }
        } catch (ProofMismatchException found) {
            contradictions.add(String.valueOf(found.getMessage()));
        }
        return new ProofReport(List.copyOf(rows), List.copyOf(notes), List.copyOf(contradictions));
    }

    private static void requireContained(Receipt receipt, ExportFolder.Contents contents) {
        boolean here = receipt.topicId().equals(contents.topicId())
                && contents.starts().containsKey(receipt.partition());
        if (!here) {
            throw new ProofMismatchException("the receipt is for partition %d of topic %s, which is not in this export"
                    .formatted(receipt.partition(), receipt.topicId()));
        }
    }

    private void verify(
            ExportFolder.Contents contents, int partition, List<ProofBlock> blocks, @Nullable Receipt receipt) {
        try {
            NavigableMap<Long, ProofBlock> signed = chain(contents.topicId(), partition, blocks);
            if (contents.starts().getOrDefault(partition, 0L) > 0) {
                throw new ProofMismatchException(
                        "the log begins at offset %d: without the earlier records, no record can be decided again"
                                .formatted(contents.starts().get(partition)));
            }
            PartitionReplay replay = new PartitionReplay(partition, signed, receipt);
            export.eachRecord(partition, record -> {
                replay.replay(record);
                progress.processed(partition);
            });
            rows.add(replay.end());
            if (receipt != null) {
                notes.add(honoured(receipt, replay.honoured()));
            }
        } catch (ProofMismatchException found) {
            contradictions.add("partition %d: %s".formatted(partition, found.getMessage()));
        }
    }

    private NavigableMap<Long, ProofBlock> chain(String topicId, int partition, List<ProofBlock> blocks) {
        SignedBlocks chain = new SignedBlocks();
        for (ProofBlock block : blocks) {
            if (block.partition() == partition && block.topicId().equals(topicId)) {
                chain.add(block, keys);
            }
        }
        return chain.all();
    }

    private static String honoured(Receipt receipt, @Nullable Decision decision) {
        String outcome = decision == null ? "not decided" : decision.toString();
        return "the receipt is genuine; the outcome of the request at offset %d of partition %d is: %s"
                .formatted(receipt.offset(), receipt.partition(), outcome);
    }
}
