package dev.firstcome.e2e.verifier.collect;

import dev.firstcome.e2e.verifier.Evidence.LiveState;
import dev.firstcome.model.state.CampaignSpan;
import dev.firstcome.model.state.CampaignState;
import dev.firstcome.model.state.Decision;
import dev.firstcome.model.state.Draw;
import dev.firstcome.model.state.Grant;
import dev.firstcome.model.state.GrantKey;
import dev.firstcome.model.state.Holding;
import dev.firstcome.model.state.PartitionState;
import dev.firstcome.model.state.Phase;
import dev.firstcome.model.state.RecordedDecision;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decodes one epoch of one partition. Throws IllegalArgumentException on any unexpected key or value. */
final class LiveStateReader {
    private static final int OUTCOMES_PER_BLOCK = 4096;
    private static final int OUTCOME_BYTES = 8;
    private static final int USER_BYTES = 16;

    private static final byte[] EMPTY = {};
    private static final String[] NEVER = {"-1", "-1"};

    private final RedisDump dump;
    private final String prefix;

    LiveStateReader(RedisDump dump, String prefix) {
        this.dump = dump;
        this.prefix = prefix;
    }

    LiveState read(long epoch) {
        Map<String, byte[]> meta = dump.hashes().getOrDefault(prefix + "meta", Map.of());
        return new LiveState(
                text(meta, "topic"),
                epoch,
                new PartitionState(
                        (int) number(meta, "partition"),
                        number(meta, "applied"),
                        number(meta, "time"),
                        campaigns(meta),
                        due(),
                        outcomes()));
    }

    private SortedMap<UUID, CampaignState> campaigns(Map<String, byte[]> meta) {
        var campaigns = new TreeMap<UUID, CampaignState>();
        String stem = prefix + "campaign:";
        dump.hashes().forEach((key, fields) -> {
            if (key.startsWith(stem)) {
                UUID id = UUID.fromString(key.substring(stem.length()));
                campaigns.put(id, campaign(id, fields, span(id, meta)));
            }
        });
        for (String kind : new String[] {"holders:", "commands:", "grants:"}) {
            dump.hashes().keySet().stream()
                    .filter(key -> key.startsWith(prefix + kind))
                    .map(key -> UUID.fromString(key.substring(prefix.length() + kind.length())))
                    .filter(id -> !campaigns.containsKey(id))
                    .forEach(id -> {
                        throw new IllegalArgumentException(kind + id + " belongs to no campaign");
                    });
        }
        return campaigns;
    }

    private static CampaignSpan span(UUID id, Map<String, byte[]> meta) {
        String[] first = text(meta, "first:" + id).split(" ", 2);
        String[] ended =
                meta.containsKey("ended:" + id) ? text(meta, "ended:" + id).split(" ", 2) : NEVER;
        long start = Long.parseLong(first[0]);
        return new CampaignSpan(
                start,
                Long.parseLong(first[1]),
                meta.containsKey("last:" + id) ? number(meta, "last:" + id) : start,
                Long.parseLong(ended[0]),
                Long.parseLong(ended[1]));
    }

    private CampaignState campaign(UUID id, Map<String, byte[]> fields, CampaignSpan span) {
        int limit = (int) number(fields, "limit");
        var holders = new TreeMap<UUID, List<Holding>>();
        dump.hashes()
                .getOrDefault(prefix + "holders:" + id, Map.of())
                .forEach((user, packed) -> holders.put(user(user), PackedState.holdings(packed, limit)));
        var commands = new TreeMap<String, Decision>();
        dump.hashes().getOrDefault(prefix + "commands:" + id, Map.of()).forEach((command, code) -> {
            String utf8 = new String(command.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            commands.put(utf8, Decision.of(Integer.parseInt(new String(code, StandardCharsets.UTF_8)), 0, 0));
        });
        var blocked = new TreeSet<UUID>();
        dump.sets().getOrDefault(prefix + "blocked:" + id, Set.of()).forEach(user -> blocked.add(user(user)));
        var grants = new TreeMap<GrantKey, Grant>();
        dump.hashes()
                .getOrDefault(prefix + "grants:" + id, Map.of())
                .forEach((name, grant) -> grants.put(PackedState.grantKey(name), PackedState.grant(grant)));
        return new CampaignState(
                new CampaignState.Terms(
                        (int) number(fields, "rules"),
                        number(fields, "stock"),
                        limit,
                        number(fields, "opens"),
                        number(fields, "closes"),
                        PackedState.segments(fields.getOrDefault("segments", EMPTY)),
                        draw(fields)),
                span,
                fields.containsKey("seed") ? PackedState.seed(fields.get("seed")) : null,
                Phase.ofLetter(text(fields, "phase")),
                number(fields, "until"),
                number(fields, "issued"),
                number(fields, "served"),
                holders,
                commands,
                PackedState.deferred(dump.strings().getOrDefault(prefix + "deferred:" + id, EMPTY)),
                PackedState.fanOuts(fields.getOrDefault("fanouts", EMPTY)),
                blocked,
                grants);
    }

    private static @Nullable Draw draw(Map<String, byte[]> fields) {
        return fields.containsKey("drawFrom")
                ? new Draw(number(fields, "drawFrom"), PackedState.seed(fields.get("seedHash")))
                : null;
    }

    private SortedMap<UUID, Long> due() {
        var due = new TreeMap<UUID, Long>();
        dump.sortedSets()
                .getOrDefault(prefix + "due", Map.of())
                .forEach((id, at) -> due.put(UUID.fromString(id), at.longValue()));
        return due;
    }

    private SortedMap<Long, RecordedDecision> outcomes() {
        var outcomes = new TreeMap<Long, RecordedDecision>();
        String stem = prefix + "outcomes:";
        dump.strings().forEach((key, bytes) -> {
            if (key.startsWith(stem)) {
                outcomes(Long.parseLong(key.substring(stem.length())), bytes, outcomes);
            }
        });
        return outcomes;
    }

    private static void outcomes(long block, byte[] bytes, Map<Long, RecordedDecision> outcomes) {
        if (bytes.length % OUTCOME_BYTES != 0 || bytes.length > OUTCOMES_PER_BLOCK * OUTCOME_BYTES) {
            throw new IllegalArgumentException("outcome block %d has %d bytes".formatted(block, bytes.length));
        }
        for (int at = 0; at < bytes.length; at += OUTCOME_BYTES) {
            long offset = block * OUTCOMES_PER_BLOCK + at / OUTCOME_BYTES;
            int code = bytes[at];
            long number = PackedState.unsigned(bytes, at + 4, 4);
            int ordinal = bytes[at + 3];
            if (code != 0) {
                Decision decision = Decision.of(code, ordinal, number);
                if (decision.numberOrZero() != number || decision.ordinalOrZero() != ordinal) {
                    throw new IllegalArgumentException(
                            "offset %d: %s must not have a sequence or ordinal".formatted(offset, decision));
                }
                outcomes.put(offset, new RecordedDecision(decision, (int) PackedState.unsigned(bytes, at + 1, 2)));
            }
        }
    }

    private static UUID user(String field) {
        byte[] bytes = field.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length != USER_BYTES) {
            throw new IllegalArgumentException("a user id has %d bytes".formatted(bytes.length));
        }
        return PackedState.id(bytes, 0);
    }

    private static String text(Map<String, byte[]> fields, String name) {
        byte[] value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("missing field " + name);
        }
        return new String(value, StandardCharsets.UTF_8);
    }

    private static long number(Map<String, byte[]> fields, String name) {
        return Long.parseLong(text(fields, name));
    }
}
