package dev.firstcome.catalog.product;

import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The price of one unit of a product.
 *
 * @param amount in the currency's minor unit
 * @param currency an ISO 4217 code
 */
public record Price(long amount, String currency) {
    public static final long AMOUNT_MAX = 99_999_999;
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .filter(currency -> currency.getDefaultFractionDigits() >= 0) // not gold, and not the code for tests
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    public Price {
        if (amount < 1 || amount > AMOUNT_MAX || !isCurrency(currency)) {
            throw new IllegalArgumentException("invalid price: " + amount + " " + currency);
        }
    }

    /** Whether the text is the ISO 4217 code of a currency with minor units. */
    public static boolean isCurrency(String code) {
        return CURRENCIES.contains(code);
    }
}
