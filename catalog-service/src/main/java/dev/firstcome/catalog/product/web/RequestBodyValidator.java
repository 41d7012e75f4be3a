package dev.firstcome.catalog.product.web;

import dev.firstcome.catalog.product.Product;
import dev.firstcome.platform.problems.ProblemException;
import java.text.Normalizer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Validates the values of operators' request bodies strictly. Fractions, numbers in strings and unknown fields are
 * rejected with the field name. No value is rounded, truncated or ignored.
 */
final class RequestBodyValidator {
    private RequestBodyValidator() {}

    /** Returns the name in NFC, so that the same text typed as NFD is the same name. */
    static String name(@Nullable Object value) {
        if (!(value instanceof String name)
                || name.isBlank()
                || name.codePointCount(0, name.length()) > Product.NAME_MAX
                || name.codePoints().anyMatch(RequestBodyValidator::isNotText)) {
            throw ProblemException.invalid("name", "1 to " + Product.NAME_MAX + " characters, no control characters");
        }
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    static boolean isNotText(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }

    static int stock(@Nullable Object value) {
        return (int) wholeNumber("stock", value, 0, Product.STOCK_MAX);
    }

    static long wholeNumber(String field, @Nullable Object value, long min, long max) {
        // Jackson maps a number beyond the range of long to BigInteger.
        if (value instanceof Integer || value instanceof Long) {
            long number = ((Number) value).longValue();
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw ProblemException.invalid(field, "a whole number, " + min + " to " + max);
    }

    static void rejectUnknownFields(String prefix, @Nullable Map<String, Object> unknownFields) {
        if (unknownFields != null && !unknownFields.isEmpty()) {
            throw ProblemException.invalid(
                    prefix + unknownFields.keySet().iterator().next(), "unknown field");
        }
    }
}
