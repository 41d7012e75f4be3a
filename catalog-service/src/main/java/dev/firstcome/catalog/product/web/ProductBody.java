package dev.firstcome.catalog.product.web;

import dev.firstcome.catalog.product.Price;
import dev.firstcome.catalog.product.Product;
import java.util.UUID;

/** JSON representation of a product. */
record ProductBody(UUID productId, String name, Price price, int stock) {
    static ProductBody of(Product product) {
        return new ProductBody(product.id(), product.name(), product.price(), product.stock());
    }
}
