package dev.firstcome.model;

import org.jspecify.annotations.Nullable;

/**
 * A user's request that has a coupon of a campaign, or is deferred.
 *
 * @param ordinal 1 for the user's first coupon; 0 while deferred
 * @param number the coupon's sequence, or the arrival number while deferred
 * @param offset of the request
 * @param client the client's id for the request, as the start of its SHA-256 in lower-case hex; null where a user can have
 *     one coupon only and the rules are of version 1
 */
public record Holding(
        boolean deferred,
        int ordinal,
        long number,
        long offset,
        @Nullable String client) {
    public static final int CLIENT_BYTES = 16;

    /** The only coupon that a user can have. */
    public Holding(long sequence, long offset) {
        this(false, 1, sequence, offset, null);
    }
}
