package dev.firstcome.coupon.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.coupon.TestProofKeys;
import dev.firstcome.coupon.fold.FoldMoment;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.model.Fold;
import dev.firstcome.model.LogRecord;
import dev.firstcome.model.proof.ExportedRecord;
import dev.firstcome.model.proof.Leaves;
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

/** Signed blocks of random logs: as the model has them, and the same however they came about. */
class BlockProofsTests {
    private static final int PARTITION = 3;
    private static final int RECORDS = 2_000;
    private static final ProofProperties KEYS = properties();

    private static ProofProperties properties() {
        TestProofKeys keys = new TestProofKeys();
        return ReceiptsTests.properties(keys);
    }

    static LongStream seeds() {
        return Seeds.givenOr(3);
    }

    /** The second half comes so much later that the first is in whole blocks, and blocks between are empty. */
    private static List<LogRecord> log(long seed) {
        List<LogRecord> log = RandomLogs.lasting(seed, PARTITION, RECORDS);
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
    void rootsAreThoseOfTheModel(long seed) {
        List<LogRecord> log = log(seed);

        List<ProofBlock> signed = signedAtOnce(log);

        List<String> roots = modelRoots(log);
        assertThat(roots).as("blocks, seed %x", seed).isNotEmpty();
        assertThat(signed).extracting(ProofBlock::root).isEqualTo(roots);
    }

    /** Published by and by, in batches of any size, by owners who are replaced at any time, also before they know. */
    @ParameterizedTest
    @MethodSource("seeds")
    void theChainIsTheSameHoweverItIsCutAndWhoeverSigns(long seed) {
        List<LogRecord> log = log(seed);
        Random random = new Random(seed);
        ProvenWorld world = new ProvenWorld(PARTITION, log);
        BlockProofs owner = owner(world);
        int lost = 0;

        for (int next = 0; next < log.size(); ) {
            next = Math.min(log.size(), next + 1 + random.nextInt(random.nextBoolean() ? 5 : 400));
            world.publish(log.get(next - 1).offset());
            if (random.nextInt(4) == 0) {
                owner = owner(world);
            }
            if (random.nextInt(4) == 0) {
                world.losesNextAcknowledgement();
            }
            for (OptionalLong due = owner.due(PARTITION); due.isPresent(); due = owner.due(PARTITION)) {
                try {
                    owner.sign(PARTITION, due.getAsLong());
                } catch (IllegalStateException acknowledgementLost) {
                    lost++;
                    owner = owner(world);
                }
            }
        }

        assertThat(world.signed()).as("seed %x, %d lost", seed, lost).isEqualTo(signedAtOnce(log));
        assertThat(world.appended())
                .as("each is signed once")
                .isEqualTo(world.signed().size());
    }

    /** Who is late and believes to have the partition still writes the same once more. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aBlockThatIsSignedAgainIsTheSame(long seed) {
        List<LogRecord> log = log(seed);
        List<ProofBlock> early = signedAtOnce(log.subList(0, RECORDS / 2 + 1));

        List<ProofBlock> late = signedAtOnce(log);

        assertThat(early).isNotEmpty();
        assertThat(late.subList(0, early.size())).isEqualTo(early);
    }

    /** Of these the state may say less than it did when the block was signed. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aBlockNamesTheCampaignsThatAreForgotten(long seed) {
        List<LogRecord> log = log(seed);
        long last = log.getLast().offset();
        ProvenWorld world = new ProvenWorld(PARTITION, log);
        world.publish(last);
        BlockLeaves leaves = new BlockLeaves(world, world, new EventCodec());
        Set<UUID> named = new HashSet<>();
        Set<UUID> forgotten = new HashSet<>();

        for (long block = 0; block <= last / ProofBlock.SIZE; block++) {
            ProvenBlock proven =
                    leaves.of(new FoldMoment(PARTITION, 1, last), block).orElseThrow();
            named.addAll(proven.forgotten());
            proven.leaves().stream()
                    .filter(leaf -> leaf.code() == Outcome.Code.FORGOTTEN.ordinal())
                    .forEach(leaf -> forgotten.add(leaf.campaignId()));
        }

        assertThat(named).as("seed %x", seed).isNotEmpty().isEqualTo(forgotten);
    }

    private static List<ProofBlock> signedAtOnce(List<LogRecord> log) {
        ProvenWorld world = new ProvenWorld(PARTITION, log);
        world.publish(log.getLast().offset());
        BlockProofs owner = owner(world);
        for (OptionalLong due = owner.due(PARTITION); due.isPresent(); due = owner.due(PARTITION)) {
            owner.sign(PARTITION, due.getAsLong());
        }
        return world.signed();
    }

    private static BlockProofs owner(ProvenWorld world) {
        BlockLeaves leaves = new BlockLeaves(world, world, new EventCodec());
        return new BlockProofs(world, leaves, world, world, new ProofKeys(KEYS), new SimpleMeterRegistry());
    }

    /** All whole blocks' roots, as who has the log alone would count them. */
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
            leaves.add(Leaves.of(exported, fold.apply(record), fold.late()));
        }
        if (log.getLast().offset() % ProofBlock.SIZE == ProofBlock.SIZE - 1) {
            roots.add(HexFormat.of().formatHex(dev.firstcome.model.proof.Merkle.root(leaves)));
        }
        return roots;
    }
}
