package dev.firstcome.model.state;

import org.jspecify.annotations.Nullable;

/**
 * A request of a user that has a coupon of a campaign, or is deferred.
 *
 * @param ordinal 1 for the user's first coupon; 0 while deferred
 * @param number the coupon's sequence, or the arrival number while deferred
 * @param offset the offset of the request
 * @param client the first {@value #CLIENT_BYTES} bytes of the SHA-256 of the client id, in lower-case hex; null if the
 *     limit per user is one and the rules have version 1
 */
public record Holding(
        boolean deferred,
        int ordinal,
        long number,
        long offset,
        @Nullable String client) {
    public static final int CLIENT_BYTES = 16;

    /** Creates the coupon of a user in a campaign whose limit per user is one. */
    public Holding(long sequence, long offset) {
        this(false, 1, sequence, offset, null);
    }
}
