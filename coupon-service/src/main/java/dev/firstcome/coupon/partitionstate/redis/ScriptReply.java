package dev.firstcome.coupon.partitionstate.redis;

import dev.firstcome.coupon.partitionstate.redis.cluster.PartitionKeys;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Decodes the elements of a script's reply. Numbers are decimal text, and packed integers are big-endian. */
final class ScriptReply {
    private ScriptReply() {}

    static long number(Object element) {
        return Long.parseLong(PartitionKeys.text(element));
    }

    /** Returns the bytes in lower-case hex, or null if there are none. */
    static @Nullable String hexOrNull(Object element) {
        byte[] bytes = (byte[]) element;
        return bytes.length == 0 ? null : HexFormat.of().formatHex(bytes);
    }

    /** Reads an offset of 6 bytes. */
    static long offset(ByteBuffer packed) {
        return (packed.getShort() & 0xFFFFL) << Integer.SIZE | unsignedInt(packed);
    }

    /** Reads an unsigned number of 4 bytes. */
    static long unsignedInt(ByteBuffer packed) {
        return packed.getInt() & 0xFFFF_FFFFL;
    }
}
