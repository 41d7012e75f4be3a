package dev.firstcome.coupon.fold.redis;

import dev.firstcome.coupon.fold.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * The keys of a partition's state. All of a partition share a hash tag, so that one script call may touch them; the tags
 * are chosen so that partitions spread evenly over the slots, whether these are cut into 3, 6 or 12 ranges.
 */
final class FoldKeys {
    static final int BLOCK = Outcome.BLOCK;

    private static final List<String> TAGS =
            List.of("p0qt", "p1oe", "p2qx", "p3pr", "p4oo", "p5yd", "p6jc", "p7cp", "p8on", "p9df", "p10zj", "p11zy");

    /** What the live epoch is named by, and what that of a state is which is made beside it. */
    enum Stand {
        LIVE("epoch"),
        SHADOW("shadow");

        private final String name;

        Stand(String name) {
            this.name = name;
        }
    }

    private final Stand stand;
    private final String stem;
    private final String prefix;

    FoldKeys(int partition, long epoch) {
        this(partition, epoch, Stand.LIVE);
    }

    FoldKeys(int partition, long epoch, Stand stand) {
        this.stand = stand;
        this.stem = "coupon:{" + TAGS.get(partition) + "}:";
        this.prefix = stem + "e" + epoch + ":";
    }

    /** How the names of all keys of all epochs begin. */
    String allEpochs() {
        return stem + "e";
    }

    /** How the names of this epoch's keys begin. */
    String prefix() {
        return prefix;
    }

    byte[] epoch() {
        return bytes(stem + stand.name);
    }

    byte[] meta() {
        return bytes(prefix + "meta");
    }

    byte[] due() {
        return bytes(prefix + "due");
    }

    byte[] outcomes(long block) {
        return bytes(prefix + "outcomes:" + block);
    }

    byte[] campaign(UUID id) {
        return bytes(prefix + "campaign:" + id);
    }

    byte[] holders(UUID id) {
        return bytes(prefix + "holders:" + id);
    }

    byte[] commands(UUID id) {
        return bytes(prefix + "commands:" + id);
    }

    byte[] held(UUID id) {
        return bytes(prefix + "held:" + id);
    }

    byte[] blocked(UUID id) {
        return bytes(prefix + "blocked:" + id);
    }

    byte[] grants(UUID id) {
        return bytes(prefix + "grants:" + id);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
