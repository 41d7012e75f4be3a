package dev.firstcome.catalog.product.web;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.firstcome.catalog.product.Product;
import dev.firstcome.catalog.product.ProductChange;
import dev.firstcome.platform.problems.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of an operator's call that changes a product: what is not given stays. */
record ProductChangeBody(
        @Schema(type = "string") @Nullable Object name,
        @Nullable PriceBody price,

        @Schema(type = "integer", format = "int32") @Nullable
        Object addStock,

        @Nullable String reason,
        @Schema(hidden = true) @JsonAnySetter @Nullable Map<String, Object> others) {
    /** @throws Problem naming the first field that cannot be taken */
    ProductChange change() {
        Given.nothingElse("", others);
        if (name == null && price == null && addStock == null) {
            throw Problem.invalid("body", "needs a name, a price or addStock");
        }
        return new ProductChange(
                name == null ? null : Given.name(name),
                price == null ? null : price.price(),
                addStock == null ? 0 : (int) Given.whole("addStock", addStock, -Product.STOCK_MAX, Product.STOCK_MAX));
    }
}
