package dev.firstcome.payment.money;

import org.jspecify.annotations.Nullable;

/**
 * What a coupon takes off, as the wallet says it.
 *
 * @param amount with {@link Type#AMOUNT}: in the currency's minor unit
 * @param currency with {@link Type#AMOUNT}
 * @param percent with {@link Type#PERCENT}: 1 to 100
 */
public record Discount(
        Type type,
        @Nullable Long amount,
        @Nullable String currency,
        @Nullable Integer percent) {
    private static final int WHOLE = 100;

    /** How it is counted. */
    public enum Type {
        AMOUNT,
        PERCENT
    }

    /** Whether it takes anything off prices in this currency. */
    public boolean fits(String priced) {
        return type == Type.PERCENT || priced.equals(currency);
    }

    /**
     * What it takes off this price: never more than the price. A share that is no whole minor unit is rounded down, so the
     * shop never gives away more than it said.
     */
    public long off(Money price) {
        if (!fits(price.currency())) {
            throw new IllegalArgumentException(
                    "a discount in %s on a price in %s".formatted(currency, price.currency()));
        }
        return switch (type) {
            case AMOUNT -> Math.min(price.amount(), amount == null ? 0 : amount);
            case PERCENT -> Math.multiplyExact(price.amount(), percent == null ? 0 : percent) / WHOLE;
        };
    }
}
