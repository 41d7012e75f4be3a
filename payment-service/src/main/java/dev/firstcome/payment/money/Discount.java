package dev.firstcome.payment.money;

import org.jspecify.annotations.Nullable;

/**
 * The discount of a coupon, as the wallet defines it.
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
    private static final int PERCENT_MAX = 100;

    /** The unit of a discount. */
    public enum Type {
        AMOUNT,
        PERCENT
    }

    /** Whether the discount applies to prices in this currency. */
    public boolean appliesTo(String priceCurrency) {
        return type == Type.PERCENT || priceCurrency.equals(currency);
    }

    /**
     * Returns the amount to subtract from the price; at most the price. A percentage is rounded down to a whole minor
     * unit, so the discount never exceeds its definition.
     */
    public long amountFor(Money price) {
        if (!appliesTo(price.currency())) {
            throw new IllegalArgumentException(
                    "discount in %s does not apply to a price in %s".formatted(currency, price.currency()));
        }
        return switch (type) {
            case AMOUNT -> Math.min(price.amount(), amount == null ? 0 : amount);
            case PERCENT -> Math.multiplyExact(price.amount(), percent == null ? 0 : percent) / PERCENT_MAX;
        };
    }
}
