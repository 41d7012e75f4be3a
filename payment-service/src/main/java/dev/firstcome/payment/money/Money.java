package dev.firstcome.payment.money;

import java.util.regex.Pattern;

/**
 * An amount of money as a whole number in the currency's minor unit.
 *
 * @param currency three capital letters (ISO 4217)
 */
public record Money(long amount, String currency) {
    /** Maximum amount of a payment; also the maximum of the provider. */
    public static final long MAX = 99_999_999;

    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    public Money {
        if (!CURRENCY.matcher(currency).matches()) {
            throw new IllegalArgumentException("not an ISO 4217 currency code: " + currency);
        }
    }

    public Money withAmount(long newAmount) {
        return new Money(newAmount, currency);
    }
}
