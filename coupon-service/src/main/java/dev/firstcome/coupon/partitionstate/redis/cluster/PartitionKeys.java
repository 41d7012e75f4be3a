package dev.firstcome.coupon.partitionstate.redis.cluster;

import dev.firstcome.coupon.partitionstate.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * The Redis keys of a partition's state. All keys of a partition share a hash tag, so one script call can access them.
 * The tags distribute the partitions evenly over 3, 6 or 12 masters with equal slot ranges.
 */
public final class PartitionKeys {
    /** Offsets per block of outcomes. */
    public static final int BLOCK = Outcome.BLOCK;

    private static final List<String> TAGS =
            List.of("p0qt", "p1oe", "p2qx", "p3pr", "p4oo", "p5yd", "p6jc", "p7cp", "p8on", "p9df", "p10zj", "p11zy");

    /** Which state an epoch belongs to. Each role has a key with the number of its epoch. */
    public enum StateRole {
        LIVE("epoch"),
        SHADOW("shadow");

        private final String epochKey;

        StateRole(String epochKey) {
            this.epochKey = epochKey;
        }
    }

    private final StateRole role;
    private final String partitionPrefix;
    private final String epochPrefix;

    public PartitionKeys(int partition, long epoch) {
        this(partition, epoch, StateRole.LIVE);
    }

    public PartitionKeys(int partition, long epoch, StateRole role) {
        this.role = role;
        this.partitionPrefix = "coupon:{" + TAGS.get(partition) + "}:";
        this.epochPrefix = partitionPrefix + "e" + epoch + ":";
    }

    /** The common prefix of all keys of this partition. */
    public String partitionPrefix() {
        return partitionPrefix;
    }

    /** The common prefix of the keys of all epochs. The epoch number follows it. */
    public String allEpochsPrefix() {
        return partitionPrefix + "e";
    }

    /** The common prefix of this epoch's keys. */
    public String epochPrefix() {
        return epochPrefix;
    }

    /** The key of the epoch number. */
    public byte[] epoch() {
        return bytes(partitionPrefix + role.epochKey);
    }

    public byte[] meta() {
        return bytes(epochPrefix + "meta");
    }

    public byte[] due() {
        return bytes(epochPrefix + "due");
    }

    public byte[] outcomes(long block) {
        return bytes(epochPrefix + "outcomes:" + block);
    }

    public byte[] campaign(UUID id) {
        return bytes(epochPrefix + "campaign:" + id);
    }

    public byte[] holders(UUID id) {
        return bytes(epochPrefix + "holders:" + id);
    }

    public byte[] commands(UUID id) {
        return bytes(epochPrefix + "commands:" + id);
    }

    public byte[] deferred(UUID id) {
        return bytes(epochPrefix + "deferred:" + id);
    }

    public byte[] blocked(UUID id) {
        return bytes(epochPrefix + "blocked:" + id);
    }

    public byte[] grants(UUID id) {
        return bytes(epochPrefix + "grants:" + id);
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Decodes bytes, such as an element of a script's reply. */
    public static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }
}
