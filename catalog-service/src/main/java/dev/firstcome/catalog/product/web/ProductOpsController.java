package dev.firstcome.catalog.product.web;

import dev.firstcome.catalog.product.ChangeCommand;
import dev.firstcome.catalog.product.MakeProduct;
import dev.firstcome.catalog.product.NewProduct;
import dev.firstcome.catalog.product.Product;
import dev.firstcome.catalog.product.ProductChange;
import dev.firstcome.catalog.product.Products;
import dev.firstcome.platform.audit.AuditNotes;
import dev.firstcome.platform.audit.OperatorReason;
import dev.firstcome.platform.problems.Problem;
import dev.firstcome.platform.tokens.CurrentUser;
import dev.firstcome.platform.web.IdempotencyKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
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

/** What operators do with products. */
@RestController
@RequestMapping("/ops/products")
@Tag(name = "Products")
class ProductOpsController {
    private final MakeProduct making;
    private final Products products;

    ProductOpsController(MakeProduct making, Products products) {
        this.making = making;
        this.products = products;
    }

    @PostMapping
    @Operation(summary = "Makes a product; under the same Idempotency-Key it is the same one")
    ResponseEntity<ProductBody> create(
            @RequestBody NewProductBody body,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
            @Parameter(hidden = true) @CurrentUser UUID operator,
            HttpServletRequest call) {
        AuditNotes notes = AuditNotes.of(call).because(OperatorReason.of(body.reason()));
        NewProduct.Terms terms = body.terms();
        String commandId = key == null
                ? UUID.randomUUID().toString()
                : IdempotencyKey.parse(key).value();
        return switch (making.make(terms, operator, commandId)) {
            case Products.Made.Done(Product product) -> {
                notes.changed(null, product);
                yield ResponseEntity.created(URI.create("/api/products/" + product.id()))
                        .body(ProductBody.of(product));
            }
            case Products.Made.OtherTerms() -> throw mismatch();
        };
    }

    @PatchMapping("/{productId}")
    @Operation(
            summary = "Changes what is given, once under the same Idempotency-Key."
                    + " 409 DOES_NOT_FIT for another currency, or stock below zero")
    ProductBody change(
            @PathVariable UUID productId,
            @RequestBody ProductChangeBody body,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
            @Parameter(hidden = true) @CurrentUser UUID operator,
            HttpServletRequest call) {
        AuditNotes notes = AuditNotes.of(call).because(OperatorReason.of(body.reason()));
        ProductChange change = body.change();
        ChangeCommand command = key == null
                ? null
                : new ChangeCommand(operator, IdempotencyKey.parse(key).value());
        return switch (products.change(productId, change, command)) {
            case Products.Changed.Done(Product before, Product after) -> {
                notes.changed(before, after);
                yield ProductBody.of(after);
            }
            case Products.Changed.OtherCurrency(Product now) ->
                throw doesNotFit("price.currency").with("currency", now.price().currency());
            case Products.Changed.NoSuchStock(Product now) ->
                throw doesNotFit("addStock").with("stock", now.stock());
            case Products.Changed.UnknownProduct() -> throw Problem.notFound();
            case Products.Changed.Before(Product now) -> ProductBody.of(now);
            case Products.Changed.OtherChange() -> throw mismatch();
        };
    }

    private static Problem mismatch() {
        return Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "IDEMPOTENCY_MISMATCH");
    }

    private static Problem doesNotFit(String field) {
        return Problem.of(HttpStatus.CONFLICT, "DOES_NOT_FIT").with("field", field);
    }
}
