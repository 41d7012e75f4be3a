package dev.firstcome.coupon.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.coupon.TestProofKeys;
import dev.firstcome.coupon.partitionstate.Outcome;
import dev.firstcome.coupon.partitionstate.RequiredPosition;
import dev.firstcome.coupon.receipt.ReceiptSignerTests;
import dev.firstcome.model.Fold;
import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.proof.ExportedRecord;
import dev.firstcome.model.proof.LeafHashes;
import dev.firstcome.model.random.RandomLogs;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.platform.events.EventCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Signed blocks of random logs equal those of the model, independent of batches, owners and lost acknowledgements. */
class BlockSignerTests {
    private static final int PARTITION = 3;
    private static final int RECORDS = 2_000;
    private static final ProofProperties KEYS = properties();

    private static ProofProperties properties() {
        TestProofKeys keys = new TestProofKeys();
        return ReceiptSignerTests.properties(keys);
    }

    static LongStream seeds() {
        return Seeds.givenOr(3);
    }

    /**
     * The offsets of the second half leave a gap, so that the first half ends in complete blocks and empty blocks
     * follow.
     */
    private static List<LogRecord> log(long seed) {
        List<LogRecord> log = RandomLogs.withoutPurges(seed, PARTITION, RECORDS);
        return IntStream.range(0, log.size())
                .mapToObj(i -> {
                    LogRecord record = log.get(i);
                    long offset = record.offset() + (i < log.size() / 2 ? 0 : 3 * ProofBlock.SIZE);
                    return new LogRecord(
                            record.partition(),
                            offset,
                            record.timestampMillis(),
                            record.key(),
                            record.type(),
                            record.value());
                })
                .toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void rootsEqualTheModel(long seed) {
        List<LogRecord> log = log(seed);

        List<ProofBlock> signed = signedAtOnce(log);

        List<String> roots = modelRoots(log);
        assertThat(roots).as("blocks, seed %x", seed).isNotEmpty();
        assertThat(signed).extracting(ProofBlock::root).isEqualTo(roots);
    }

    /**
     * Publishes in random batches and replaces the owner at random times, also before it receives an acknowledgement.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void theChainIsIndependentOfBatchesAndOwners(long seed) {
        List<LogRecord> log = log(seed);
        Random random = new Random(seed);
        InMemoryProvenPartition partition = new InMemoryProvenPartition(PARTITION, log);
        BlockSigner owner = owner(partition);
        int lost = 0;

        for (int next = 0; next < log.size(); ) {
            next = Math.min(log.size(), next + 1 + random.nextInt(random.nextBoolean() ? 5 : 400));
            partition.publish(log.get(next - 1).offset());
            if (random.nextInt(4) == 0) {
                owner = owner(partition);
            }
            if (random.nextInt(4) == 0) {
                partition.loseNextAcknowledgement();
            }
            for (OptionalLong due = owner.due(PARTITION); due.isPresent(); due = owner.due(PARTITION)) {
                try {
                    owner.sign(PARTITION, due.getAsLong());
                } catch (IllegalStateException acknowledgementLost) {
                    lost++;
                    owner = owner(partition);
                }
            }
        }

        assertThat(partition.signed()).as("seed %x, %d lost", seed, lost).isEqualTo(signedAtOnce(log));
        assertThat(partition.appended())
                .as("each block is signed once")
                .isEqualTo(partition.signed().size());
    }

    /** A former owner that still signs appends an identical block. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aSecondSignatureOfABlockIsIdentical(long seed) {
        List<LogRecord> log = log(seed);
        List<ProofBlock> early = signedAtOnce(log.subList(0, RECORDS / 2 + 1));

        List<ProofBlock> late = signedAtOnce(log);

        assertThat(early).isNotEmpty();
        assertThat(late.subList(0, early.size())).isEqualTo(early);
    }

    /** The state of purged campaigns may differ from the state at signing time. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aBlockListsItsPurgedCampaigns(long seed) {
        List<LogRecord> log = log(seed);
        long last = log.getLast().offset();
        InMemoryProvenPartition partition = new InMemoryProvenPartition(PARTITION, log);
        partition.publish(last);
        BlockLeafBuilder leafBuilder = new BlockLeafBuilder(partition, partition, new EventCodec());
        Set<UUID> listed = new HashSet<>();
        Set<UUID> purged = new HashSet<>();

        for (long block = 0; block <= last / ProofBlock.SIZE; block++) {
            ProvenBlock proven = leafBuilder
                    .build(new RequiredPosition(PARTITION, 1, last), block)
                    .orElseThrow();
            listed.addAll(proven.purged());
            proven.leaves().stream()
                    .filter(leaf -> leaf.code() == Outcome.Code.PURGED.ordinal())
                    .forEach(leaf -> purged.add(leaf.campaignId()));
        }

        assertThat(listed).as("seed %x", seed).isNotEmpty().isEqualTo(purged);
    }

    private static List<ProofBlock> signedAtOnce(List<LogRecord> log) {
        InMemoryProvenPartition partition = new InMemoryProvenPartition(PARTITION, log);
        partition.publish(log.getLast().offset());
        BlockSigner owner = owner(partition);
        for (OptionalLong due = owner.due(PARTITION); due.isPresent(); due = owner.due(PARTITION)) {
            owner.sign(PARTITION, due.getAsLong());
        }
        return partition.signed();
    }

    private static BlockSigner owner(InMemoryProvenPartition partition) {
        BlockLeafBuilder leafBuilder = new BlockLeafBuilder(partition, partition, new EventCodec());
        return new BlockSigner(
                partition, leafBuilder, partition, partition, new ProofKeys(KEYS), new SimpleMeterRegistry());
    }

    /** The roots of all complete blocks, computed by the model from the log alone. */
    private static List<String> modelRoots(List<LogRecord> log) {
        Fold fold = new Fold(PARTITION);
        List<String> roots = new ArrayList<>();
        List<byte[]> leaves = new ArrayList<>();
        for (LogRecord record : log) {
            while (roots.size() < record.offset() / ProofBlock.SIZE) {
                roots.add(HexFormat.of().formatHex(dev.firstcome.model.proof.Merkle.root(leaves)));
                leaves.clear();
            }
            String type = record.type();
            ExportedRecord exported = new ExportedRecord(
                    PARTITION,
                    record.offset(),
                    record.timestampMillis(),
                    record.key(),
                    type == null ? null : type.getBytes(StandardCharsets.UTF_8),
                    record.value());
            leaves.add(LeafHashes.of(exported, fold.apply(record), fold.deferredDecisions()));
        }
        if (log.getLast().offset() % ProofBlock.SIZE == ProofBlock.SIZE - 1) {
            roots.add(HexFormat.of().formatHex(dev.firstcome.model.proof.Merkle.root(leaves)));
        }
        return roots;
    }
}
