package dev.firstcome.catalog.product.web;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.firstcome.catalog.product.NewProduct;
import dev.firstcome.platform.problems.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of an operator's call that makes a product. */
record NewProductBody(
        @Schema(type = "string") @Nullable Object name,
        @Nullable PriceBody price,

        @Schema(type = "integer", format = "int32") @Nullable
        Object stock,

        @Nullable String reason,
        @Schema(hidden = true) @JsonAnySetter @Nullable Map<String, Object> others) {
    /** @throws Problem naming the first field that cannot be taken */
    NewProduct.Terms terms() {
        Given.nothingElse("", others);
        String known = Given.name(name);
        if (price == null) {
            throw Problem.invalid("price", "is missing");
        }
        return new NewProduct.Terms(known, price.price(), Given.stock(stock));
    }
}
