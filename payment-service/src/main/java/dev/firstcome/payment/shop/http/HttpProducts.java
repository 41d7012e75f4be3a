package dev.firstcome.payment.shop.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.firstcome.payment.money.Money;
import dev.firstcome.payment.shop.Products;
import dev.firstcome.payment.shop.http.ServiceCalls.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The catalog's internal addresses. What a product costs is kept for a moment; what is left of it is not counted by that. */
final class HttpProducts implements Products {
    private static final int KEPT_MAX = 10_000;

    private final ServiceCalls catalog;
    private final ServiceCalls reserving;
    private final Cache<UUID, Product> known;

    /** @param reserving the same service: who orders now does not wait behind those who ordered before */
    HttpProducts(ServiceCalls catalog, ServiceCalls reserving, Duration keptFor) {
        this.catalog = catalog;
        this.reserving = reserving;
        this.known = Caffeine.newBuilder()
                .maximumSize(KEPT_MAX)
                .expireAfterWrite(keptFor)
                .build();
    }

    @Override
    public List<Product> find(Collection<UUID> ids) {
        Map<UUID, Product> found = known.getAllPresent(ids);
        List<UUID> missing = ids.stream().filter(id -> !found.containsKey(id)).toList();
        List<Product> all = new ArrayList<>(found.values());
        if (!missing.isEmpty()) {
            ask(missing).forEach(product -> {
                known.put(product.id(), product);
                all.add(product);
            });
        }
        return all;
    }

    private List<Product> ask(List<UUID> ids) {
        Answer answer = catalog.get(
                ids.getFirst(),
                "/internal/products?" + ids.stream().map(id -> "id=" + id).collect(Collectors.joining("&")));
        if (answer.status() != 200) {
            throw catalog.unexpected(answer);
        }
        List<Product> products = new ArrayList<>();
        answer.body()
                .path("items")
                .forEach(item -> products.add(new Product(
                        UUID.fromString(item.path("productId").asString()),
                        item.path("name").asString(),
                        new Money(
                                item.path("price").path("amount").asLong(),
                                item.path("price").path("currency").asString()),
                        item.path("stock").asLong())));
        return products;
    }

    @Override
    public Reserved reserve(UUID productId, UUID paymentId, int quantity) {
        Answer answer = reserving.put(
                productId,
                "/internal/products/%s/reservations/%s?quantity=%d".formatted(productId, paymentId, quantity));
        return switch (answer.status()) {
            case 200 -> Reserved.DONE;
            case 404 -> Reserved.OUT_OF_STOCK;
            case 409 ->
                switch (answer.code()) {
                    case "OUT_OF_STOCK" -> Reserved.OUT_OF_STOCK;
                    case "RESERVATION_ENDED" -> Reserved.ENDED;
                    default -> throw reserving.unexpected(answer);
                };
            default -> throw reserving.unexpected(answer);
        };
    }
}
