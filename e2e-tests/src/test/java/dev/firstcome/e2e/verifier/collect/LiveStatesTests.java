package dev.firstcome.e2e.verifier.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.verifier.Evidence.LiveState;
import dev.firstcome.model.Fold;
import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.random.RandomLogs;
import dev.firstcome.model.state.CampaignSpan;
import dev.firstcome.model.state.CampaignState;
import dev.firstcome.model.state.Decision;
import dev.firstcome.model.state.Draw;
import dev.firstcome.model.state.Holding;
import dev.firstcome.model.state.PartitionState;
import dev.firstcome.model.state.RecordedDecision;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Tests that a state encoded in the live state format is decoded without changes. */
class LiveStatesTests {
    private static final String STEM = "coupon:{tag}:";
    private static final String PREFIX = STEM + "e4:";

    private final RedisDump dump = new RedisDump(new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());

    @Test
    void stateOfRandomLogIsDecoded() {
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
    void otherEpochIsIgnored() {
        PartitionState state = state(1);
        write(state);
        dump.hashes().put(STEM + "e3:meta", Map.of());
        dump.strings().put(STEM + "e3:outcomes:0", new byte[] {1});

        assertThat(LiveStates.of(dump).states()).containsExactly(Map.entry(5, new LiveState("topic", 4, state)));
    }

    @Test
    void undecodableKeyIsAFault() {
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
        dump.hashes().put(PREFIX + "meta", meta(state));
        var due = new HashMap<String, Double>();
        state.due().forEach((id, at) -> due.put(id.toString(), (double) at));
        dump.sortedSets().put(PREFIX + "due", due);
        writeCampaigns(state);
        writeOutcomes(state);
    }

    private static Map<String, byte[]> meta(PartitionState state) {
        var meta = new HashMap<String, byte[]>();
        meta.put("partition", utf8(state.partition()));
        meta.put("topic", utf8("topic"));
        meta.put("applied", utf8(state.applied()));
        meta.put("time", utf8(state.time()));
        state.campaigns().forEach((id, campaign) -> {
            CampaignSpan span = campaign.span();
            meta.put("first:" + id, utf8(span.first() + " " + span.before()));
            if (span.last() > span.first()) {
                meta.put("last:" + id, utf8(span.last()));
            }
            if (span.ended() >= 0) {
                meta.put("ended:" + id, utf8(span.ended() + " " + span.endedAt()));
            }
        });
        return meta;
    }

    private void writeCampaigns(PartitionState state) {
        state.campaigns().forEach((id, campaign) -> {
            dump.hashes().put(PREFIX + "campaign:" + id, fields(campaign));
            var holders = new HashMap<String, byte[]>();
            campaign.holders().forEach((user, holdings) -> holders.put(field(user), bytes(holdings)));
            dump.hashes().put(PREFIX + "holders:" + id, holders);
            var commands = new HashMap<String, byte[]>();
            campaign.commands()
                    .forEach((command, decision) -> commands.put(
                            new String(utf8(command), StandardCharsets.ISO_8859_1), utf8(decision.code())));
            dump.hashes().put(PREFIX + "commands:" + id, commands);
            writeSets(id, campaign);
        });
    }

    private static Map<String, byte[]> fields(CampaignState campaign) {
        var fields = new HashMap<>(Map.of(
                "rules", utf8(campaign.terms().rules()),
                "stock", utf8(campaign.stock()),
                "limit", utf8(campaign.terms().limit()),
                "opens", utf8(campaign.terms().opens()),
                "closes", utf8(campaign.terms().closes()),
                "phase", utf8(campaign.phase().letter()),
                "until", utf8(campaign.until()),
                "issued", utf8(campaign.issued()),
                "served", utf8(campaign.served())));
        var segments = new ByteArrayOutputStream();
        campaign.terms()
                .segments()
                .forEach(segment -> segments.writeBytes(HexFormat.of().parseHex(segment)));
        fields.put("segments", segments.toByteArray());
        Draw draw = campaign.terms().draw();
        if (draw != null) {
            fields.put("drawFrom", utf8(draw.from()));
            fields.put("seedHash", HexFormat.of().parseHex(draw.seedHash()));
        }
        if (campaign.seed() != null) {
            fields.put("seed", HexFormat.of().parseHex(campaign.seed()));
        }
        var fanOuts = new ByteArrayOutputStream();
        campaign.fanOuts()
                .forEach(by -> fanOuts.writeBytes(ByteBuffer.allocate(14)
                        .putShort((short) 0)
                        .putInt((int) by.offset())
                        .putInt((int) by.from())
                        .putInt((int) by.to())
                        .array()));
        fields.put("fanouts", fanOuts.toByteArray());
        return fields;
    }

    private void writeSets(UUID id, CampaignState campaign) {
        var deferred = new ByteArrayOutputStream();
        campaign.deferred()
                .forEach(one -> deferred.writeBytes(ByteBuffer.allocate(22)
                        .putShort((short) 0)
                        .putInt((int) one.offset())
                        .putLong(one.userId().getMostSignificantBits())
                        .putLong(one.userId().getLeastSignificantBits())
                        .array()));
        dump.strings().put(PREFIX + "deferred:" + id, deferred.toByteArray());
        dump.sets()
                .put(
                        PREFIX + "blocked:" + id,
                        campaign.blocked().stream().map(LiveStatesTests::field).collect(Collectors.toSet()));
        var grants = new HashMap<String, byte[]>();
        campaign.grants()
                .forEach((key, grant) -> grants.put(
                        new String(HexFormat.of().parseHex(key.grant()), StandardCharsets.ISO_8859_1)
                                + field(key.userId()),
                        ByteBuffer.allocate(10)
                                .putInt((int) grant.sequence())
                                .putShort((short) 0)
                                .putInt((int) grant.offset())
                                .array()));
        dump.hashes().put(PREFIX + "grants:" + id, grants);
    }

    private void writeOutcomes(PartitionState state) {
        state.outcomes().forEach((offset, decision) -> {
            String key = PREFIX + "outcomes:" + offset / 4096;
            ByteBuffer block = ByteBuffer.wrap(dump.strings().computeIfAbsent(key, _ -> new byte[4096 * 8]));
            block.putLong((int) (offset % 4096) * 8, outcome(decision));
        });
    }

    private static long outcome(RecordedDecision recorded) {
        Decision decision = recorded.decision();
        return (long) decision.code() << 56
                | (long) recorded.fanOut() << 40
                | (long) decision.ordinalOrZero() << 32
                | decision.numberOrZero();
    }

    private static byte[] bytes(List<Holding> holdings) {
        var bytes = new ByteArrayOutputStream();
        for (Holding holding : holdings) {
            bytes.writeBytes(ByteBuffer.allocate(12)
                    .put((byte) (holding.deferred() ? 2 : 1))
                    .put((byte) holding.ordinal())
                    .putInt((int) holding.number())
                    .putShort((short) 0)
                    .putInt((int) holding.offset())
                    .array());
            if (holding.client() != null) {
                bytes.writeBytes(HexFormat.of().parseHex(holding.client()));
            }
        }
        return bytes.toByteArray();
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
