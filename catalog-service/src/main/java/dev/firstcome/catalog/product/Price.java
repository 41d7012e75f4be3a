package dev.firstcome.catalog.product;

import java.util.regex.Pattern;

/**
 * The price of one unit of a product.
 *
 * @param amount in the currency's minor unit
 * @param currency three capital letters (ISO 4217)
 */
public record Price(long amount, String currency) {
    public static final long AMOUNT_MAX = 99_999_999;
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    public Price {
        if (amount < 1 || amount > AMOUNT_MAX || !isCurrency(currency)) {
            throw new IllegalArgumentException("invalid price: " + amount + " " + currency);
        }
    }

    public static boolean isCurrency(String text) {
        return CURRENCY.matcher(text).matches();
    }
}
