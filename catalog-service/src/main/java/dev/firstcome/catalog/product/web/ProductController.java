package dev.firstcome.catalog.product.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.catalog.product.Product;
import dev.firstcome.catalog.product.Products;
import dev.firstcome.platform.problems.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Products as users see them. */
@RestController
@RequestMapping("/api/products")
@Tag(name = "Products")
class ProductController {
    private static final int PAGE_MAX = 100;
    private static final int PART_MAX = 50;

    private final Products products;

    ProductController(Products products) {
        this.products = products;
    }

    /** One page; {@code nextCursor} is missing on the last. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(List<ProductBody> items, @Nullable UUID nextCursor) {}

    @GetMapping
    @Operation(summary = "The newest first; q is a part of the name, in whatever case")
    Page list(
            @RequestParam(required = false) @Nullable UUID cursor,
            @RequestParam(defaultValue = "20") int limit,
            @RequestParam(required = false) @Nullable String q) {
        if (limit < 1 || limit > PAGE_MAX) {
            throw Problem.invalid("limit", "1 to " + PAGE_MAX);
        }
        if (q != null && !isPart(q)) {
            throw Problem.invalid("q", "1 to " + PART_MAX + " characters, no control characters");
        }
        // One more than wanted says whether there are more.
        List<Product> found = products.page(cursor, q, limit + 1);
        List<Product> shown = found.subList(0, Math.min(limit, found.size()));
        return new Page(
                shown.stream().map(ProductBody::of).toList(),
                found.size() > limit ? shown.getLast().id() : null);
    }

    private static boolean isPart(String text) {
        return !text.isEmpty()
                && text.codePointCount(0, text.length()) <= PART_MAX
                && text.codePoints().noneMatch(Given::isNoText);
    }

    @GetMapping("/{productId}")
    @Operation(summary = "One product")
    ProductBody show(@PathVariable UUID productId) {
        return products.find(productId).map(ProductBody::of).orElseThrow(Problem::notFound);
    }
}
