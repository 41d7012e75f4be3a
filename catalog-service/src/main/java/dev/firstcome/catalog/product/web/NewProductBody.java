package dev.firstcome.catalog.product.web;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.firstcome.catalog.product.NewProduct;
import dev.firstcome.platform.problems.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Request body that creates a product. */
record NewProductBody(
        @Schema(type = "string") @Nullable Object name,
        @Nullable PriceBody price,

        @Schema(type = "integer", format = "int32") @Nullable
        Object stock,

        @Nullable String reason,
        @Schema(hidden = true) @JsonAnySetter @Nullable Map<String, Object> others) {
    /** @throws ProblemException naming the first invalid field */
    NewProduct.Attributes attributes() {
        RequestBodyValidator.rejectUnknownFields("", others);
        String validName = RequestBodyValidator.name(name);
        if (price == null) {
            throw ProblemException.invalid("price", "is missing");
        }
        return new NewProduct.Attributes(validName, price.price(), RequestBodyValidator.stock(stock));
    }
}
