package dev.firstcome.coupon.fold.redis;

import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.fold.StateComparison;
import io.lettuce.core.KeyValue;
import io.lettuce.core.MapScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.ValueScanCursor;
import io.lettuce.core.cluster.api.sync.RedisAdvancedClusterCommands;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares two epochs of a partition, some entries at a time, so that Redis is never held. Of what differs it keeps how to
 * look again: an entry that is the same in both stays so, since both go on by the same records.
 */
final class EpochComparison implements StateComparison {
    private static final int AT_ONCE = 1_000;
    private static final int TEXT_AT_ONCE = 64 * 1024;
    private static final int UUID_BYTES = 16;
    private static final byte[] NONE = {};

    /** From which block on a state has outcomes, which is no part of what it says. */
    private static final String FIRST_BLOCK = "blocks";

    private final CouponRedis redis;
    private final FoldKeys live;
    private final FoldKeys shadow;
    private final int max;
    private final Map<String, Suspect> suspects = new LinkedHashMap<>();
    private long compared;
    private long lastBlock = -1;

    private record Suspect(Difference difference, BooleanSupplier differs) {}

    EpochComparison(CouponRedis redis, FoldKeys live, FoldKeys shadow, int max) {
        this.redis = redis;
        this.live = live;
        this.shadow = shadow;
        this.max = max;
    }

    @Override
    public long compared() {
        return compared;
    }

    @Override
    public boolean isCutShort() {
        return suspects.size() > max;
    }

    @Override
    public List<Difference> settled(long floor) {
        List<Difference> differences = new ArrayList<>();
        suspects.values().stream()
                .filter(suspect -> suspect.differs().getAsBoolean())
                .map(Suspect::difference)
                .forEach(differences::add);
        // Blocks that came since.
        for (long block = lastBlock + 1;
                block == lastBlock + 1 || commands().exists(live.outcomes(block)) > 0;
                block++) {
            differences.addAll(outcomesOf(block));
        }
        return differences.stream()
                .filter(difference -> difference.offset() < 0 || difference.offset() >= floor)
                .toList();
    }

    void look(List<String> liveNames, List<String> shadowNames) {
        SortedSet<String> names = new TreeSet<>();
        liveNames.forEach(name -> names.add(name.substring(live.prefix().length())));
        shadowNames.forEach(name -> names.add(name.substring(shadow.prefix().length())));
        for (String name : names) {
            if (isCutShort()) {
                return;
            }
            look(name);
        }
    }

    private void look(String name) {
        byte[] one = FoldKeys.bytes(live.prefix() + name);
        byte[] other = FoldKeys.bytes(shadow.prefix() + name);
        int colon = name.indexOf(':');
        switch (colon < 0 ? name : name.substring(0, colon)) {
            case "outcomes" -> outcomes(Long.parseLong(name.substring(colon + 1)));
            case "held" -> text(name, one, other);
            case "due" -> due(one, other);
            case "blocked" -> members(name, one, other);
            case "meta" -> suspect(name, () -> !sameMeta(one, other));
            default -> fields(name, one, other);
        }
    }

    private RedisAdvancedClusterCommands<byte[], byte[]> commands() {
        return redis.commands();
    }

    private void suspect(String what, BooleanSupplier differs) {
        suspects.putIfAbsent(what, new Suspect(new Difference(what, -1), differs));
    }

    private boolean sameMeta(byte[] one, byte[] other) {
        return texts(one).equals(texts(other));
    }

    private Map<String, String> texts(byte[] key) {
        Map<String, String> texts = new TreeMap<>();
        commands().hgetall(key).forEach((field, value) -> texts.put(Script.text(field), Script.text(value)));
        texts.remove(FIRST_BLOCK);
        return texts;
    }

    private void outcomes(long block) {
        lastBlock = Math.max(lastBlock, block);
        outcomesOf(block).forEach(difference -> {
            int at = Math.toIntExact(difference.offset() % FoldKeys.BLOCK) * Outcome.BYTES;
            BooleanSupplier differs = () -> !Arrays.equals(
                    commands().getrange(live.outcomes(block), at, at + Outcome.BYTES - 1),
                    commands().getrange(shadow.outcomes(block), at, at + Outcome.BYTES - 1));
            suspects.put(difference.what(), new Suspect(difference, differs));
        });
    }

    private List<Difference> outcomesOf(long block) {
        byte[] one = orEmpty(commands().get(live.outcomes(block)));
        byte[] other = orEmpty(commands().get(shadow.outcomes(block)));
        int entries = Math.max(one.length, other.length) / Outcome.BYTES;
        compared += entries;
        List<Difference> differences = new ArrayList<>();
        for (int at = 0; at < entries; at++) {
            Outcome mine = Outcome.at(one, at);
            Outcome theirs = Outcome.at(other, at);
            if (!Objects.equals(mine, theirs) && !isUnknownThere(mine, theirs)) {
                long offset = block * FoldKeys.BLOCK + at;
                differences.add(
                        new Difference("the outcome at %d: %s, folded %s".formatted(offset, mine, theirs), offset));
            }
        }
        return differences;
    }

    /** The shadow never knew the campaign, which begins below its floor and is forgotten. */
    private static boolean isUnknownThere(@Nullable Outcome mine, @Nullable Outcome theirs) {
        return theirs != null
                && mine != null
                && theirs.code() == Outcome.Code.FORGOTTEN
                && mine.code() != Outcome.Code.FORGOTTEN;
    }

    private static byte[] orEmpty(byte @Nullable [] value) {
        return value == null ? NONE : value;
    }

    private void text(String name, byte[] one, byte[] other) {
        long length = commands().strlen(one);
        for (long from = 0; from < length; from += TEXT_AT_ONCE) {
            long start = from;
            long end = from + TEXT_AT_ONCE - 1;
            compared++;
            BooleanSupplier differs = () -> !Arrays.equals(
                    commands().getrange(one, start, end), commands().getrange(other, start, end));
            if (differs.getAsBoolean()) {
                suspect("%s from byte %d".formatted(name, start), differs);
            }
        }
        sizes(name, () -> commands().strlen(one).equals(commands().strlen(other)), () -> {});
    }

    /** Where one has more entries than the other, those of the other are looked at, too. */
    private void sizes(String name, BooleanSupplier same, Runnable theOthers) {
        if (!same.getAsBoolean()) {
            suspect(name + " has another size", () -> !same.getAsBoolean());
            theOthers.run();
        }
    }

    private void due(byte[] one, byte[] other) {
        compared++;
        suspect("due", () -> !dueTimes(one).equals(dueTimes(other)));
    }

    private TreeMap<String, Double> dueTimes(byte[] key) {
        TreeMap<String, Double> times = new TreeMap<>();
        for (ScoredValue<byte[]> due : commands().zrangeWithScores(key, 0, -1)) {
            times.put(Script.text(due.getValue()), due.getScore());
        }
        return times;
    }

    private void members(String name, byte[] one, byte[] other) {
        membersOf(name, one, other);
        sizes(name, () -> commands().scard(one).equals(commands().scard(other)), () -> membersOf(name, other, one));
    }

    private void membersOf(String name, byte[] one, byte[] other) {
        ValueScanCursor<byte[]> found = commands().sscan(one, ScanArgs.Builder.limit(AT_ONCE));
        while (!isCutShort()) {
            for (byte[] member : found.getValues()) {
                compared++;
                if (!commands().sismember(other, member)) {
                    suspect(
                            said(name, member),
                            () -> !commands()
                                    .sismember(one, member)
                                    .equals(commands().sismember(other, member)));
                }
            }
            if (found.isFinished()) {
                return;
            }
            found = commands().sscan(one, found, ScanArgs.Builder.limit(AT_ONCE));
        }
    }

    private void fields(String name, byte[] one, byte[] other) {
        fieldsOf(name, one, other);
        sizes(name, () -> commands().hlen(one).equals(commands().hlen(other)), () -> fieldsOf(name, other, one));
    }

    private void fieldsOf(String name, byte[] one, byte[] other) {
        MapScanCursor<byte[], byte[]> found = commands().hscan(one, ScanArgs.Builder.limit(AT_ONCE));
        while (!isCutShort()) {
            compare(name, found.getMap(), one, other);
            if (found.isFinished()) {
                return;
            }
            found = commands().hscan(one, found, ScanArgs.Builder.limit(AT_ONCE));
        }
    }

    private void compare(String name, Map<byte[], byte[]> fields, byte[] one, byte[] other) {
        if (fields.isEmpty()) {
            return;
        }
        List<byte[]> names = List.copyOf(fields.keySet());
        List<byte[]> values = List.copyOf(fields.values());
        List<KeyValue<byte[], byte[]>> theirs = commands().hmget(other, names.toArray(byte[][]::new));
        for (int i = 0; i < names.size(); i++) {
            compared++;
            byte[] field = names.get(i);
            if (!Arrays.equals(values.get(i), theirs.get(i).getValueOrElse(NONE))) {
                suspect(
                        said(name, field),
                        () -> !Arrays.equals(
                                orEmpty(commands().hget(one, field)),
                                orEmpty(commands().hget(other, field))));
            }
        }
    }

    /** The key and the field as a person may read them. */
    private static String said(String name, byte[] field) {
        if (field.length == UUID_BYTES && (name.startsWith("holders") || name.startsWith("blocked"))) {
            ByteBuffer bytes = ByteBuffer.wrap(field);
            return name + " " + new UUID(bytes.getLong(), bytes.getLong());
        }
        String text = Script.text(field);
        boolean isPlain = text.chars().allMatch(c -> c > ' ' && c < 127);
        return name + " " + (isPlain ? text : HexFormat.of().formatHex(field));
    }
}
