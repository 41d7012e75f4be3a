package dev.firstcome.coupon.partitionstate.redis;

import static java.util.Objects.requireNonNull;

import dev.firstcome.coupon.partitionstate.Outcome;
import dev.firstcome.coupon.partitionstate.StateComparison;
import dev.firstcome.coupon.partitionstate.redis.cluster.BinaryRedisTemplate;
import dev.firstcome.coupon.partitionstate.redis.cluster.PartitionKeys;
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
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.ScanOptions;
import org.springframework.data.redis.core.ZSetOperations.TypedTuple;

/**
 * Compares two epochs of a partition in small reads, so no read blocks Redis. For each difference it keeps a check,
 * which is repeated when both states have the same position. An entry that is equal in both states remains equal,
 * because both apply the same records.
 */
final class EpochComparison implements StateComparison {
    private static final int ENTRIES_PER_READ = 1_000;
    private static final ScanOptions PAGES =
            ScanOptions.scanOptions().count(ENTRIES_PER_READ).build();
    private static final int BYTES_PER_READ = 64 * 1024;
    private static final int UUID_BYTES = 16;
    private static final byte[] NO_BYTES = {};

    /** The number of the first kept block. It is not compared, because each state truncates by itself. */
    private static final String FIRST_BLOCK = "blocks";

    private final BinaryRedisTemplate redis;
    private final PartitionKeys live;
    private final PartitionKeys shadow;
    private final int differencesMax;
    private final Map<String, Candidate> candidates = new LinkedHashMap<>();
    private long compared;
    private long lastBlock = -1;

    /** A difference that was found while the states had different positions, and the check that repeats it. */
    private record Candidate(Difference difference, BooleanSupplier differs) {}

    EpochComparison(BinaryRedisTemplate redis, PartitionKeys live, PartitionKeys shadow, int differencesMax) {
        this.redis = redis;
        this.live = live;
        this.shadow = shadow;
        this.differencesMax = differencesMax;
    }

    @Override
    public long compared() {
        return compared;
    }

    @Override
    public boolean isTruncated() {
        return candidates.size() > differencesMax;
    }

    @Override
    public List<Difference> confirmedDifferences(long lowWatermark) {
        List<Difference> differences = new ArrayList<>();
        candidates.values().stream()
                .filter(candidate -> candidate.differs().getAsBoolean())
                .map(Candidate::difference)
                .forEach(differences::add);
        // Blocks that were created after the comparison.
        for (long block = lastBlock + 1; block == lastBlock + 1 || redis.hasKey(live.outcomes(block)); block++) {
            differences.addAll(differentOutcomes(block));
        }
        return differences.stream()
                .filter(difference -> difference.offset() < 0 || difference.offset() >= lowWatermark)
                .toList();
    }

    /** Compares the keys of both epochs, until there are more differences than the maximum. */
    void compareAll(List<String> liveKeys, List<String> shadowKeys) {
        SortedSet<String> names = new TreeSet<>();
        liveKeys.forEach(key -> names.add(key.substring(live.epochPrefix().length())));
        shadowKeys.forEach(key -> names.add(key.substring(shadow.epochPrefix().length())));
        for (String name : names) {
            if (isTruncated()) {
                return;
            }
            compareKey(name);
        }
    }

    private void compareKey(String name) {
        byte[] one = PartitionKeys.bytes(live.epochPrefix() + name);
        byte[] other = PartitionKeys.bytes(shadow.epochPrefix() + name);
        int colon = name.indexOf(':');
        switch (colon < 0 ? name : name.substring(0, colon)) {
            case "outcomes" -> compareOutcomes(Long.parseLong(name.substring(colon + 1)));
            case "deferred" -> compareStrings(name, one, other);
            case "due" -> compareDueTimes(one, other);
            case "blocked" -> compareSets(name, one, other);
            case "meta" -> addCandidate(name, () -> !meta(one).equals(meta(other)));
            default -> compareHashes(name, one, other);
        }
    }

    private void addCandidate(String what, BooleanSupplier differs) {
        candidates.putIfAbsent(what, new Candidate(new Difference(what, -1), differs));
    }

    private Map<String, String> meta(byte[] key) {
        Map<String, String> fields = new TreeMap<>();
        redis.hashes()
                .entries(key)
                .forEach((field, value) -> fields.put(PartitionKeys.text(field), PartitionKeys.text(value)));
        fields.remove(FIRST_BLOCK);
        return fields;
    }

    private void compareOutcomes(long block) {
        lastBlock = Math.max(lastBlock, block);
        differentOutcomes(block).forEach(difference -> {
            int at = Math.toIntExact(difference.offset() % PartitionKeys.BLOCK) * Outcome.BYTES;
            BooleanSupplier differs =
                    () -> differ(live.outcomes(block), shadow.outcomes(block), at, at + Outcome.BYTES - 1);
            candidates.put(difference.what(), new Candidate(difference, differs));
        });
    }

    private boolean differ(byte[] one, byte[] other, long first, long last) {
        return !Arrays.equals(redis.getRange(one, first, last), redis.getRange(other, first, last));
    }

    private List<Difference> differentOutcomes(long block) {
        byte[] one = orEmpty(redis.opsForValue().get(live.outcomes(block)));
        byte[] other = orEmpty(redis.opsForValue().get(shadow.outcomes(block)));
        int entries = Math.max(one.length, other.length) / Outcome.BYTES;
        compared += entries;
        List<Difference> differences = new ArrayList<>();
        for (int at = 0; at < entries; at++) {
            Outcome liveOutcome = Outcome.at(one, at);
            Outcome shadowOutcome = Outcome.at(other, at);
            if (!Objects.equals(liveOutcome, shadowOutcome) && !isUnknownToShadow(liveOutcome, shadowOutcome)) {
                long offset = block * PartitionKeys.BLOCK + at;
                differences.add(new Difference(
                        "the outcome at %d: %s, folded %s".formatted(offset, liveOutcome, shadowOutcome), offset));
            }
        }
        return differences;
    }

    /** The campaign is purged and began below the low watermark of the shadow, which therefore never had it. */
    private static boolean isUnknownToShadow(@Nullable Outcome liveOutcome, @Nullable Outcome shadowOutcome) {
        return shadowOutcome != null
                && liveOutcome != null
                && shadowOutcome.code() == Outcome.Code.PURGED
                && liveOutcome.code() != Outcome.Code.PURGED;
    }

    private static byte[] orEmpty(byte @Nullable [] value) {
        return value == null ? NO_BYTES : value;
    }

    private void compareStrings(String name, byte[] one, byte[] other) {
        long length = redis.opsForValue().size(one);
        for (long from = 0; from < length; from += BYTES_PER_READ) {
            long first = from;
            long last = from + BYTES_PER_READ - 1;
            compared++;
            if (differ(one, other, first, last)) {
                addCandidate("%s from byte %d".formatted(name, first), () -> differ(one, other, first, last));
            }
        }
        compareSizes(
                name,
                () -> redis.opsForValue().size(one).equals(redis.opsForValue().size(other)),
                () -> {});
    }

    /** If the sizes differ, the comparison in the reverse direction finds the entries that only the other key has. */
    private void compareSizes(String name, BooleanSupplier same, Runnable reverseComparison) {
        if (!same.getAsBoolean()) {
            addCandidate(name + " has another size", () -> !same.getAsBoolean());
            reverseComparison.run();
        }
    }

    private void compareDueTimes(byte[] one, byte[] other) {
        compared++;
        addCandidate("due", () -> !dueTimes(one).equals(dueTimes(other)));
    }

    private Map<String, Double> dueTimes(byte[] key) {
        Map<String, Double> times = new TreeMap<>();
        for (TypedTuple<byte[]> campaign : redis.opsForZSet().rangeWithScores(key, 0, -1)) {
            times.put(PartitionKeys.text(requireNonNull(campaign.getValue())), requireNonNull(campaign.getScore()));
        }
        return times;
    }

    private void compareSets(String name, byte[] one, byte[] other) {
        compareMembers(name, one, other);
        compareSizes(
                name,
                () -> redis.opsForSet().size(one).equals(redis.opsForSet().size(other)),
                () -> compareMembers(name, other, one));
    }

    private void compareMembers(String name, byte[] one, byte[] other) {
        try (Cursor<byte[]> members = redis.opsForSet().scan(one, PAGES)) {
            while (!isTruncated() && members.hasNext()) {
                byte[] member = members.next();
                compared++;
                if (!isMember(other, member)) {
                    addCandidate(describe(name, member), () -> isMember(one, member) != isMember(other, member));
                }
            }
        }
    }

    private boolean isMember(byte[] set, byte[] member) {
        return redis.opsForSet().isMember(set, member);
    }

    private void compareHashes(String name, byte[] one, byte[] other) {
        compareFields(name, one, other);
        compareSizes(
                name,
                () -> redis.hashes().size(one).equals(redis.hashes().size(other)),
                () -> compareFields(name, other, one));
    }

    private void compareFields(String name, byte[] one, byte[] other) {
        try (Cursor<Map.Entry<byte[], byte[]>> fields = redis.hashes().scan(one, PAGES)) {
            List<Map.Entry<byte[], byte[]>> page = new ArrayList<>(ENTRIES_PER_READ);
            while (!isTruncated() && fields.hasNext()) {
                page.add(fields.next());
                if (page.size() == ENTRIES_PER_READ || !fields.hasNext()) {
                    comparePage(name, page, one, other);
                    page.clear();
                }
            }
        }
    }

    private void comparePage(String name, List<Map.Entry<byte[], byte[]>> fields, byte[] one, byte[] other) {
        List<byte[]> otherValues = redis.hashes()
                .multiGet(other, fields.stream().map(Map.Entry::getKey).toList());
        for (int i = 0; i < fields.size(); i++) {
            compared++;
            byte[] field = fields.get(i).getKey();
            if (!Arrays.equals(fields.get(i).getValue(), orEmpty(otherValues.get(i)))) {
                addCandidate(describe(name, field), () -> !Arrays.equals(valueOf(one, field), valueOf(other, field)));
            }
        }
    }

    private byte[] valueOf(byte[] hash, byte[] field) {
        return orEmpty(redis.hashes().get(hash, field));
    }

    /** Returns the key and the field as readable text. */
    private static String describe(String name, byte[] field) {
        if (field.length == UUID_BYTES && (name.startsWith("holders") || name.startsWith("blocked"))) {
            ByteBuffer bytes = ByteBuffer.wrap(field);
            return name + " " + new UUID(bytes.getLong(), bytes.getLong());
        }
        String text = PartitionKeys.text(field);
        boolean isPrintable = text.chars().allMatch(c -> c > ' ' && c < 127);
        return name + " " + (isPrintable ? text : HexFormat.of().formatHex(field));
    }
}
