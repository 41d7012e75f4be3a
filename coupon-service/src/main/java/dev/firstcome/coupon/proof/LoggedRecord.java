package dev.firstcome.coupon.proof;

import org.jspecify.annotations.Nullable;

/**
 * A record of the log, byte for byte.
 *
 * @param type the {@code ce_type} header
 */
public record LoggedRecord(
        long offset, long timeMillis, byte @Nullable [] key, byte @Nullable [] type, byte @Nullable [] value) {}
