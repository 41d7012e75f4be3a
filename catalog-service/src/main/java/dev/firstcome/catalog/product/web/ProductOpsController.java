package dev.firstcome.catalog.product.web;

import dev.firstcome.catalog.product.ChangeCommandId;
import dev.firstcome.catalog.product.NewProduct;
import dev.firstcome.catalog.product.Product;
import dev.firstcome.catalog.product.ProductChange;
import dev.firstcome.catalog.product.ProductCreator;
import dev.firstcome.catalog.product.Products;
import dev.firstcome.platform.audit.AuditNotes;
import dev.firstcome.platform.audit.OperatorReason;
import dev.firstcome.platform.openapi.ProblemCodes;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.tokens.CurrentUser;
import dev.firstcome.platform.web.IdempotencyKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Product endpoints of operators. */
@RestController
@RequestMapping("/ops/products")
@Tag(name = "Products")
class ProductOpsController {
    private final ProductCreator creator;
    private final Products products;

    ProductOpsController(ProductCreator creator, Products products) {
        this.creator = creator;
        this.products = products;
    }

    @PostMapping
    @Operation(summary = "Creates a product; a repeated Idempotency-Key returns the same product")
    @ApiResponse(responseCode = "201", description = "The product; Location is its address")
    @ProblemCodes(status = HttpStatus.UNPROCESSABLE_CONTENT, value = "IDEMPOTENCY_MISMATCH")
    ResponseEntity<ProductBody> create(
            @RequestBody NewProductBody body,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
            @Parameter(hidden = true) @CurrentUser UUID operator,
            HttpServletRequest call) {
        AuditNotes notes = AuditNotes.of(call).because(OperatorReason.of(body.reason()));
        NewProduct.Attributes attributes = body.attributes();
        String commandId = key == null
                ? UUID.randomUUID().toString()
                : IdempotencyKey.parse(key).value();
        return switch (creator.create(attributes, operator, commandId)) {
            case Products.CreateResult.Created(Product product) -> {
                notes.changed(null, product);
                yield ResponseEntity.created(URI.create("/api/products/" + product.id()))
                        .body(ProductBody.of(product));
            }
            case Products.CreateResult.IdempotencyMismatch() -> throw mismatch();
        };
    }

    @PatchMapping("/{productId}")
    @Operation(
            summary = "Changes the given fields, once per Idempotency-Key."
                    + " 409 INVALID_STATE for another currency or a stock out of range")
    @ProblemCodes(status = HttpStatus.CONFLICT, value = "INVALID_STATE")
    @ProblemCodes(status = HttpStatus.UNPROCESSABLE_CONTENT, value = "IDEMPOTENCY_MISMATCH")
    ProductBody change(
            @PathVariable UUID productId,
            @RequestBody ProductChangeBody body,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
            @Parameter(hidden = true) @CurrentUser UUID operator,
            HttpServletRequest call) {
        AuditNotes notes = AuditNotes.of(call).because(OperatorReason.of(body.reason()));
        ProductChange change = body.change();
        ChangeCommandId commandId = key == null
                ? null
                : new ChangeCommandId(operator, IdempotencyKey.parse(key).value());
        return switch (products.change(productId, change, commandId)) {
            case Products.ChangeResult.Changed(Product before, Product after) -> {
                notes.changed(before, after);
                yield ProductBody.of(after);
            }
            case Products.ChangeResult.CurrencyMismatch(Product current) ->
                throw invalidState("price.currency")
                        .with("currency", current.price().currency());
            case Products.ChangeResult.StockOutOfRange(Product current) ->
                throw invalidState("addStock").with("stock", current.stock());
            case Products.ChangeResult.UnknownProduct() -> throw ProblemException.notFound();
            case Products.ChangeResult.AlreadyApplied(Product current) -> ProductBody.of(current);
            case Products.ChangeResult.IdempotencyMismatch() -> throw mismatch();
        };
    }

    private static ProblemException mismatch() {
        return ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "IDEMPOTENCY_MISMATCH");
    }

    private static ProblemException invalidState(String field) {
        return ProblemException.of(HttpStatus.CONFLICT, "INVALID_STATE").with("field", field);
    }
}
