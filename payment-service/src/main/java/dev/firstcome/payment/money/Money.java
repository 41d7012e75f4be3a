package dev.firstcome.payment.money;

import java.util.regex.Pattern;

/**
 * An amount in a currency's minor unit, as whole numbers only.
 *
 * @param currency three capital letters (ISO 4217)
 */
public record Money(long amount, String currency) {
    /** More than anything here costs; what the provider takes at most, too. */
    public static final long MAX = 99_999_999;

    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    public Money {
        if (!CURRENCY.matcher(currency).matches()) {
            throw new IllegalArgumentException("not a currency: " + currency);
        }
    }

    public Money of(long other) {
        return new Money(other, currency);
    }
}
