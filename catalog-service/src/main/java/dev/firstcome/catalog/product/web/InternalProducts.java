package dev.firstcome.catalog.product.web;

import dev.firstcome.catalog.product.Price;
import dev.firstcome.catalog.product.Product;
import dev.firstcome.catalog.product.Products;
import dev.firstcome.platform.problems.Problem;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Products for payments: the prices that count. */
@RestController
@RequestMapping("/internal/products")
class InternalProducts {
    private static final int IDS_MAX = 50;
    private static final int ID_LENGTH = 36;

    private final Products products;

    InternalProducts(Products products) {
        this.products = products;
    }

    /** @param version by which a caller knows whether the price is still the same */
    record InternalProductBody(UUID productId, String name, Price price, int stock, long version) {
        static InternalProductBody of(Product product) {
            return new InternalProductBody(
                    product.id(), product.name(), product.price(), product.stock(), product.version());
        }
    }

    record InternalProductsBody(List<InternalProductBody> items) {}

    /** In the order in which they are asked for, each once; those that there are not are left out. */
    @GetMapping
    InternalProductsBody show(@RequestParam List<String> id) {
        if (id.isEmpty() || id.size() > IDS_MAX) {
            throw Problem.invalid("id", "1 to " + IDS_MAX);
        }
        List<UUID> ids = id.stream().map(InternalProducts::strict).toList();
        return new InternalProductsBody(
                products.findAll(ids).stream().map(InternalProductBody::of).toList());
    }

    /** The platform's strict reader is for single ids; Spring reads a list's with its own, lenient one. */
    private static UUID strict(String text) {
        try {
            UUID id = UUID.fromString(text);
            if (text.length() == ID_LENGTH && id.toString().equalsIgnoreCase(text)) {
                return id;
            }
        } catch (IllegalArgumentException none) {
            throw Problem.invalid("id", "cannot be read");
        }
        throw Problem.invalid("id", "cannot be read");
    }
}
