package dev.firstcome.catalog.product.web;

import dev.firstcome.catalog.product.Product;
import dev.firstcome.catalog.product.Products;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.web.CursorPage;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.text.Normalizer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Public product list and product details. */
@RestController
@RequestMapping("/api/products")
@Tag(name = "Products")
class ProductController {
    private static final int PAGE_MAX = 100;
    private static final int QUERY_LENGTH_MAX = 50;

    private final Products products;

    ProductController(Products products) {
        this.products = products;
    }

    @GetMapping
    @Operation(summary = "Lists products, newest first; q filters by a case-insensitive part of the name")
    CursorPage<ProductBody, UUID> list(
            @RequestParam(required = false) @Nullable UUID cursor,
            @RequestParam(defaultValue = "20") int limit,
            @RequestParam(required = false) @Nullable String q) {
        if (q != null && !isValidQuery(q)) {
            throw ProblemException.invalid("q", "1 to " + QUERY_LENGTH_MAX + " characters, no control characters");
        }
        String namePart = q == null ? null : Normalizer.normalize(q, Normalizer.Form.NFC);
        return CursorPage.read(
                new CursorPage.Limit(limit, PAGE_MAX),
                count -> products.page(cursor, namePart, count),
                ProductBody::of,
                Product::id);
    }

    private static boolean isValidQuery(String text) {
        return !text.isEmpty()
                && text.codePointCount(0, text.length()) <= QUERY_LENGTH_MAX
                && text.codePoints().noneMatch(RequestBodyValidator::isNotText);
    }

    @GetMapping("/{productId}")
    @Operation(summary = "Returns one product")
    ProductBody show(@PathVariable UUID productId) {
        return products.find(productId).map(ProductBody::of).orElseThrow(ProblemException::notFound);
    }
}
