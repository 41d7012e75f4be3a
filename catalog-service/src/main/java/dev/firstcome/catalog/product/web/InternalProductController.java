package dev.firstcome.catalog.product.web;

import dev.firstcome.catalog.product.Price;
import dev.firstcome.catalog.product.Product;
import dev.firstcome.catalog.product.Products;
import dev.firstcome.platform.problems.ProblemException;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Authoritative product data and prices for payment-service. */
@RestController
@RequestMapping("/internal/products")
class InternalProductController {
    private static final int IDS_MAX = 50;
    private static final int ID_LENGTH = 36;

    private final Products products;

    InternalProductController(Products products) {
        this.products = products;
    }

    /** @param version with which a caller detects a changed price */
    record InternalProductBody(UUID productId, String name, Price price, int stock, long version) {
        static InternalProductBody of(Product product) {
            return new InternalProductBody(
                    product.id(), product.name(), product.price(), product.stock(), product.version());
        }
    }

    record InternalProductsBody(List<InternalProductBody> items) {}

    /** Returns the products in the order of the ids, each once. Unknown ids are omitted. */
    @GetMapping
    InternalProductsBody list(@RequestParam List<String> id) {
        if (id.isEmpty() || id.size() > IDS_MAX) {
            throw ProblemException.invalid("id", "1 to " + IDS_MAX + " ids");
        }
        List<UUID> ids = id.stream().map(InternalProductController::parseId).toList();
        return new InternalProductsBody(
                products.findAll(ids).stream().map(InternalProductBody::of).toList());
    }

    /**
     * Parses strictly: the platform's strict converter covers only single ids, and Spring's list converter is lenient.
     */
    private static UUID parseId(String text) {
        try {
            UUID id = UUID.fromString(text);
            if (text.length() == ID_LENGTH && id.toString().equalsIgnoreCase(text)) {
                return id;
            }
        } catch (IllegalArgumentException malformed) {
            throw ProblemException.invalid("id", "not a UUID");
        }
        throw ProblemException.invalid("id", "not a UUID");
    }
}
