package dev.firstcome.e2e.judge.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.judge.Evidence.LiveState;
import dev.firstcome.model.Decision;
import dev.firstcome.model.Fold;
import dev.firstcome.model.Holding;
import dev.firstcome.model.LogRecord;
import dev.firstcome.model.PartitionState;
import dev.firstcome.model.random.RandomLogs;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A state that was written in the form of the live state is read as it was. */
class LiveStatesTests {
    private static final String STEM = "coupon:{tag}:";
    private static final String PREFIX = STEM + "e4:";

    private final RedisDump dump = new RedisDump(new HashMap<>(), new HashMap<>(), new HashMap<>());

    @Test
    void theStateOfAnyLogIsReadAsItWas() {
        for (long seed = 0; seed < 30; seed++) {
            PartitionState state = state(seed);
            write(state);

            LiveStates read = LiveStates.of(dump);

            assertThat(read.faults()).as("seed %d", seed).isEmpty();
            assertThat(read.states())
                    .as("seed %d", seed)
                    .containsExactly(Map.entry(5, new LiveState("topic", 4, state)));
        }
    }

    @Test
    void anotherEpochIsNotRead() {
        PartitionState state = state(1);
        write(state);
        dump.hashes().put(STEM + "e3:meta", Map.of());
        dump.strings().put(STEM + "e3:outcomes:0", new byte[] {1});

        assertThat(LiveStates.of(dump).states()).containsExactly(Map.entry(5, new LiveState("topic", 4, state)));
    }

    @Test
    void whatCannotBeUnderstoodIsAFault() {
        write(state(1));
        dump.strings().put(PREFIX + "outcomes:0", new byte[] {1, 2, 3});
        assertFault();

        write(state(1));
        dump.strings().put(PREFIX + "outcomes:0", new byte[] {99, 0, 0, 0, 0, 0, 0, 0});
        assertFault();

        write(state(1));
        dump.hashes().put(PREFIX + "holders:" + new UUID(1, 1), Map.of());
        assertFault();

        write(state(1));
        dump.hashes().remove(PREFIX + "meta");
        assertFault();
    }

    private void assertFault() {
        LiveStates read = LiveStates.of(dump);
        assertThat(read.states()).isEmpty();
        assertThat(read.faults()).hasSize(1);
    }

    private static PartitionState state(long seed) {
        var fold = new Fold(5);
        for (LogRecord record : RandomLogs.of(seed, 5, 300)) {
            fold.apply(record);
        }
        return fold.state();
    }

    private void write(PartitionState state) {
        dump.strings().clear();
        dump.hashes().clear();
        dump.sortedSets().clear();
        dump.strings().put(STEM + "epoch", utf8("4"));
        dump.hashes()
                .put(
                        PREFIX + "meta",
                        Map.of(
                                "partition", utf8(state.partition()),
                                "topic", utf8("topic"),
                                "applied", utf8(state.applied()),
                                "time", utf8(state.time())));
        var due = new HashMap<String, Double>();
        state.due().forEach((id, at) -> due.put(id.toString(), (double) at));
        dump.sortedSets().put(PREFIX + "due", due);
        writeCampaigns(state);
        writeOutcomes(state);
    }

    private void writeCampaigns(PartitionState state) {
        state.campaigns().forEach((id, campaign) -> {
            dump.hashes()
                    .put(
                            PREFIX + "campaign:" + id,
                            Map.of(
                                    "rules", utf8(campaign.rules()),
                                    "stock", utf8(campaign.stock()),
                                    "limit", utf8(campaign.limit()),
                                    "opens", utf8(campaign.opens()),
                                    "closes", utf8(campaign.closes()),
                                    "phase", utf8(campaign.phase().letter()),
                                    "issued", utf8(campaign.issued())));
            var holders = new HashMap<String, byte[]>();
            campaign.holders().forEach((user, held) -> holders.put(field(user), bytes(held)));
            dump.hashes().put(PREFIX + "holders:" + id, holders);
            var commands = new HashMap<String, byte[]>();
            campaign.commands()
                    .forEach((command, decision) -> commands.put(
                            new String(utf8(command), StandardCharsets.ISO_8859_1), utf8(decision.code())));
            dump.hashes().put(PREFIX + "commands:" + id, commands);
        });
    }

    private void writeOutcomes(PartitionState state) {
        state.outcomes().forEach((offset, decision) -> {
            String key = PREFIX + "outcomes:" + offset / 4096;
            ByteBuffer block = ByteBuffer.wrap(dump.strings().computeIfAbsent(key, _ -> new byte[4096 * 8]));
            block.putLong((int) (offset % 4096) * 8, outcome(decision));
        });
    }

    private static long outcome(Decision decision) {
        return (long) decision.code() << 56 | decision.sequenceOrZero();
    }

    private static byte[] bytes(Holding held) {
        return ByteBuffer.allocate(11)
                .put((byte) 0)
                .putInt((int) held.sequence())
                .putShort((short) 0)
                .putInt((int) held.offset())
                .array();
    }

    private static String field(UUID user) {
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(user.getMostSignificantBits())
                .putLong(user.getLeastSignificantBits())
                .array();
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] utf8(Object value) {
        return value.toString().getBytes(StandardCharsets.UTF_8);
    }
}
