package dev.firstcome.coupon.campaign;

import org.jspecify.annotations.Nullable;

/**
 * What a coupon takes off.
 *
 * @param amount with {@link Type#AMOUNT}: in the currency's minor unit, at least 1
 * @param currency with {@link Type#AMOUNT}: three capital letters (ISO 4217)
 * @param percent with {@link Type#PERCENT}: 1 to 100
 */
public record Discount(
        Type type,
        @Nullable Long amount,
        @Nullable String currency,
        @Nullable Integer percent) {
    /** How the discount is counted. */
    public enum Type {
        AMOUNT,
        PERCENT
    }
}
