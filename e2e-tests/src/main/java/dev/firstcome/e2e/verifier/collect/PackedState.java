package dev.firstcome.e2e.verifier.collect;

import dev.firstcome.model.state.DeferredRequest;
import dev.firstcome.model.state.FanOut;
import dev.firstcome.model.state.Grant;
import dev.firstcome.model.state.GrantKey;
import dev.firstcome.model.state.Holding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decodes the packed values of the live state. Throws IllegalArgumentException on any unexpected length. */
final class PackedState {
    private static final int ID_BYTES = 16;
    private static final int HOLDING_BYTES = 1 + 1 + 4 + 6;
    private static final int DEFERRED_BYTES = 6 + ID_BYTES;
    private static final int FAN_OUT_BYTES = 6 + 4 + 4;
    private static final int GRANT_BYTES = 4 + 6;
    private static final int SEGMENT_BYTES = 8;
    private static final int SEED_BYTES = 32;
    private static final byte DEFERRED = 2;

    private PackedState() {}

    static List<Holding> holdings(byte[] packed, int limit) {
        // Only one holding has no client id: that of a user with a limit of one, under rules version 1.
        boolean withoutClient = limit == 1 && packed.length == HOLDING_BYTES;
        int width = withoutClient ? HOLDING_BYTES : HOLDING_BYTES + Holding.CLIENT_BYTES;
        List<Holding> holdings = new ArrayList<>();
        for (int at = 0; at < requireMultiple(packed, width); at += width) {
            holdings.add(new Holding(
                    packed[at] == DEFERRED,
                    packed[at + 1],
                    unsigned(packed, at + 2, 4),
                    unsigned(packed, at + 6, 6),
                    withoutClient ? null : HexFormat.of().formatHex(packed, at + HOLDING_BYTES, at + width)));
        }
        if (holdings.isEmpty() || holdings.size() > limit) {
            throw new IllegalArgumentException("a user has %d holdings".formatted(holdings.size()));
        }
        return holdings;
    }

    static List<DeferredRequest> deferred(byte[] packed) {
        List<DeferredRequest> deferred = new ArrayList<>();
        for (int at = 0; at < requireMultiple(packed, DEFERRED_BYTES); at += DEFERRED_BYTES) {
            deferred.add(new DeferredRequest(unsigned(packed, at, 6), id(packed, at + 6)));
        }
        return deferred;
    }

    static List<FanOut> fanOuts(byte[] packed) {
        List<FanOut> fanOuts = new ArrayList<>();
        for (int at = 0; at < requireMultiple(packed, FAN_OUT_BYTES); at += FAN_OUT_BYTES) {
            fanOuts.add(new FanOut(unsigned(packed, at, 6), unsigned(packed, at + 6, 4), unsigned(packed, at + 10, 4)));
        }
        return fanOuts;
    }

    /** @param field a byte string as ISO 8859-1 text */
    static GrantKey grantKey(String field) {
        byte[] bytes = field.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length != GrantKey.GRANT_BYTES + ID_BYTES) {
            throw new IllegalArgumentException("a grant key has %d bytes".formatted(bytes.length));
        }
        return new GrantKey(HexFormat.of().formatHex(bytes, 0, GrantKey.GRANT_BYTES), id(bytes, GrantKey.GRANT_BYTES));
    }

    static Grant grant(byte[] packed) {
        if (packed.length != GRANT_BYTES) {
            throw new IllegalArgumentException("a grant has %d bytes".formatted(packed.length));
        }
        return new Grant(unsigned(packed, 0, 4), unsigned(packed, 4, 6));
    }

    static List<String> segments(byte[] packed) {
        List<String> segments = new ArrayList<>();
        for (int at = 0; at < requireMultiple(packed, SEGMENT_BYTES); at += SEGMENT_BYTES) {
            segments.add(HexFormat.of().formatHex(packed, at, at + SEGMENT_BYTES));
        }
        Collections.sort(segments);
        return segments;
    }

    /** Decodes the seed of a draw, or the hash of a seed. */
    static String seed(byte @Nullable [] packed) {
        if (packed == null || packed.length != SEED_BYTES) {
            throw new IllegalArgumentException("a seed has %d bytes".formatted(packed == null ? 0 : packed.length));
        }
        return HexFormat.of().formatHex(packed);
    }

    private static int requireMultiple(byte[] packed, int width) {
        if (packed.length % width != 0) {
            throw new IllegalArgumentException(
                    "%d bytes are not a multiple of the entry size %d".formatted(packed.length, width));
        }
        return packed.length;
    }

    static UUID id(byte[] bytes, int at) {
        return new UUID(unsigned(bytes, at, Long.BYTES), unsigned(bytes, at + Long.BYTES, Long.BYTES));
    }

    static long unsigned(byte[] bytes, int from, int length) {
        long value = 0;
        for (int i = from; i < from + length; i++) {
            value = value << Byte.SIZE | Byte.toUnsignedLong(bytes[i]);
        }
        return value;
    }
}
