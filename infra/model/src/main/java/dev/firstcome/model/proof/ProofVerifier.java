package dev.firstcome.model.proof;

import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.model.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Checks an export against what the shop has signed. Needs the files and the public key, and nothing that runs. */
public final class ProofVerifier {
    private final Export export;
    private final PublicKeys keys;
    private final VerificationProgress progress;
    private final List<Report.Row> rows = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> contradictions = new ArrayList<>();

    private ProofVerifier(Export export, PublicKeys keys, VerificationProgress progress) {
        this.export = export;
        this.keys = keys;
        this.progress = progress;
    }

    /** @param receipt the text of a receipt that must have been honoured in this export, or null */
    public static Report verify(Export export, PublicKeys keys, @Nullable String receipt) {
        return verify(export, keys, receipt, VerificationProgress.NONE);
    }

    /** As {@link #verify(Export, PublicKeys, String)}, and reports the progress. */
    public static Report verify(
            Export export, PublicKeys keys, @Nullable String receipt, VerificationProgress progress) {
        return new ProofVerifier(export, keys, progress).verify(receipt);
    }

    private Report verify(@Nullable String receiptText) {
        try {
            Receipt receipt = receiptText == null ? null : Receipt.verified(receiptText, keys);
            Export.Contents contents = export.contents();
            List<ProofBlock> blocks = export.blocks();
            if (receipt != null) {
                isOf(receipt, contents);
            }
            progress.started(export.recordCounts(contents));
            for (Map.Entry<Integer, Long> partition : contents.starts().entrySet()) {
                Receipt here = receipt != null && receipt.partition() == partition.getKey() ? receipt : null;
                verify(contents, partition.getKey(), blocks, here);
            }
        } catch (Contradiction found) {
            contradictions.add(String.valueOf(found.getMessage()));
        }
        return new Report(List.copyOf(rows), List.copyOf(notes), List.copyOf(contradictions));
    }

    private static void isOf(Receipt receipt, Export.Contents contents) {
        boolean here = receipt.topicId().equals(contents.topicId())
                && contents.starts().containsKey(receipt.partition());
        if (!here) {
            throw new Contradiction("the receipt is for partition %d of topic %s, which is not in this export"
                    .formatted(receipt.partition(), receipt.topicId()));
        }
    }

    private void verify(Export.Contents contents, int partition, List<ProofBlock> blocks, @Nullable Receipt receipt) {
        try {
            NavigableMap<Long, ProofBlock> signed = chain(contents.topicId(), partition, blocks);
            if (contents.starts().getOrDefault(partition, 0L) > 0) {
                throw new Contradiction(
                        "the log begins at %d: what is before it cannot be decided again, so nothing after it can"
                                .formatted(contents.starts().get(partition)));
            }
            PartitionReplay replay = new PartitionReplay(partition, signed, receipt);
            export.eachRecord(partition, record -> {
                replay.take(record);
                progress.processed(partition);
            });
            rows.add(replay.end());
            if (receipt != null) {
                notes.add(honoured(receipt, replay.honoured()));
            }
        } catch (Contradiction found) {
            contradictions.add("partition %d: %s".formatted(partition, found.getMessage()));
        }
    }

    private NavigableMap<Long, ProofBlock> chain(String topicId, int partition, List<ProofBlock> blocks) {
        SignedBlocks chain = new SignedBlocks();
        for (ProofBlock block : blocks) {
            if (block.partition() == partition && block.topicId().equals(topicId)) {
                chain.take(block, keys);
            }
        }
        return chain.all();
    }

    private static String honoured(Receipt receipt, @Nullable Decision decision) {
        String became = decision == null ? "not decided" : decision.toString();
        return "the receipt is genuine; the request at place %d of partition %d became %s"
                .formatted(receipt.offset(), receipt.partition(), became);
    }
}
