package dev.firstcome.catalog.product.web;

import dev.firstcome.catalog.product.Product;
import dev.firstcome.platform.problems.Problem;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What operators' bodies hold, read strictly: a number with a fraction, a number as a text or a field that nobody knows is
 * refused by its name, and nothing is rounded, cut or passed over.
 */
final class Given {
    private Given() {}

    static String name(@Nullable Object value) {
        if (!(value instanceof String name)
                || name.isBlank()
                || name.codePointCount(0, name.length()) > Product.NAME_MAX
                || name.codePoints().anyMatch(Given::isNoText)) {
            throw Problem.invalid("name", "1 to " + Product.NAME_MAX + " characters, no control characters");
        }
        return name;
    }

    static boolean isNoText(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }

    static int stock(@Nullable Object value) {
        return (int) whole("stock", value, 0, Product.STOCK_MAX);
    }

    static long whole(String field, @Nullable Object value, long min, long max) {
        // What is larger than a long is another class.
        if (value instanceof Integer || value instanceof Long) {
            long number = ((Number) value).longValue();
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw Problem.invalid(field, "a whole number, " + min + " to " + max);
    }

    static void nothingElse(String prefix, @Nullable Map<String, Object> others) {
        if (others != null && !others.isEmpty()) {
            throw Problem.invalid(prefix + others.keySet().iterator().next(), "is not known");
        }
    }
}
