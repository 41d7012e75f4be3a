package dev.firstcome.coupon.campaign;

import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The discount of a coupon.
 *
 * @param amount with {@link Type#AMOUNT}: in the currency's minor unit, at least 1
 * @param currency with {@link Type#AMOUNT}: an ISO 4217 code
 * @param percent with {@link Type#PERCENT}: 1 to 100
 */
public record Discount(
        Type type,
        @Nullable Long amount,
        @Nullable String currency,
        @Nullable Integer percent) {
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .filter(currency -> currency.getDefaultFractionDigits() >= 0) // excludes precious metals and test codes
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    /** Whether the code is an ISO 4217 currency with defined minor units. */
    public static boolean isCurrency(String code) {
        return CURRENCIES.contains(code);
    }

    /** The unit of the discount. */
    public enum Type {
        AMOUNT,
        PERCENT
    }
}
