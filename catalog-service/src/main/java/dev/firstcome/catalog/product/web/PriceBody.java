package dev.firstcome.catalog.product.web;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.firstcome.catalog.product.Price;
import dev.firstcome.platform.problems.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Price in a request body of an operator. */
record PriceBody(
        @Schema(type = "integer", format = "int64") @Nullable
        Object amount,

        @Nullable String currency,
        @Schema(hidden = true) @JsonAnySetter @Nullable Map<String, Object> others) {
    /** @throws ProblemException naming the first invalid field */
    Price price() {
        RequestBodyValidator.rejectUnknownFields("price.", others);
        long validAmount = RequestBodyValidator.wholeNumber("price.amount", amount, 1, Price.AMOUNT_MAX);
        if (currency == null || !Price.isCurrency(currency)) {
            throw ProblemException.invalid("price.currency", "an ISO 4217 currency code");
        }
        return new Price(validAmount, currency);
    }
}
