package dev.firstcome.catalog.product.web;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.firstcome.catalog.product.Product;
import dev.firstcome.catalog.product.ProductChange;
import dev.firstcome.platform.problems.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Request body that changes a product. Missing fields leave the value unchanged. */
record ProductChangeBody(
        @Schema(type = "string") @Nullable Object name,
        @Nullable PriceBody price,

        @Schema(type = "integer", format = "int32") @Nullable
        Object addStock,

        @Nullable String reason,
        @Schema(hidden = true) @JsonAnySetter @Nullable Map<String, Object> others) {
    /** @throws ProblemException naming the first invalid field */
    ProductChange change() {
        RequestBodyValidator.rejectUnknownFields("", others);
        if (name == null && price == null && addStock == null) {
            throw ProblemException.invalid("body", "needs a name, a price or addStock");
        }
        return new ProductChange(
                name == null ? null : RequestBodyValidator.name(name),
                price == null ? null : price.price(),
                addStock == null
                        ? 0
                        : (int) RequestBodyValidator.wholeNumber(
                                "addStock", addStock, -Product.STOCK_MAX, Product.STOCK_MAX));
    }
}
