package dev.firstcome.catalog.product.web;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.firstcome.catalog.product.Price;
import dev.firstcome.platform.problems.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A price that an operator sets. */
record PriceBody(
        @Schema(type = "integer", format = "int64") @Nullable
        Object amount,

        @Nullable String currency,
        @Schema(hidden = true) @JsonAnySetter @Nullable Map<String, Object> others) {
    /** @throws Problem naming the first field that cannot be taken */
    Price price() {
        Given.nothingElse("price.", others);
        long known = Given.whole("price.amount", amount, 1, Price.AMOUNT_MAX);
        if (currency == null || !Price.isCurrency(currency)) {
            throw Problem.invalid("price.currency", "three capital letters");
        }
        return new Price(known, currency);
    }
}
