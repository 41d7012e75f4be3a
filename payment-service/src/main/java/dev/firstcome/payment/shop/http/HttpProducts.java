package dev.firstcome.payment.shop.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.firstcome.payment.money.Money;
import dev.firstcome.payment.shop.Products;
import dev.firstcome.payment.shop.http.ServiceClient.ServiceResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Products through the catalog's internal HTTP API. Product data is cached; a reservation always checks the stock. */
final class HttpProducts implements Products {
    private static final int CACHE_SIZE_MAX = 10_000;

    private final ServiceClient catalog;
    private final ServiceClient reservations;
    private final Cache<UUID, Product> cache;

    /** @param reservations a separate client of the same service, so reservations do not delay new orders */
    HttpProducts(ServiceClient catalog, ServiceClient reservations, Duration cacheTime) {
        this.catalog = catalog;
        this.reservations = reservations;
        this.cache = Caffeine.newBuilder()
                .maximumSize(CACHE_SIZE_MAX)
                .expireAfterWrite(cacheTime)
                .build();
    }

    @Override
    public List<Product> find(Collection<UUID> ids) {
        Map<UUID, Product> found = cache.getAllPresent(ids);
        List<UUID> missing = ids.stream().filter(id -> !found.containsKey(id)).toList();
        List<Product> all = new ArrayList<>(found.values());
        if (!missing.isEmpty()) {
            fetch(missing).forEach(product -> {
                cache.put(product.id(), product);
                all.add(product);
            });
        }
        return all;
    }

    private List<Product> fetch(List<UUID> ids) {
        ServiceResponse response = catalog.get(
                ids.getFirst(),
                "/internal/products?" + ids.stream().map(id -> "id=" + id).collect(Collectors.joining("&")));
        if (response.status() != 200) {
            throw catalog.unexpected(response);
        }
        List<Product> products = new ArrayList<>();
        response.body()
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
    public StockReservation reserve(UUID productId, UUID paymentId, int quantity) {
        ServiceResponse response = reservations.put(
                productId,
                "/internal/products/%s/reservations/%s?quantity=%d".formatted(productId, paymentId, quantity));
        return switch (response.status()) {
            case 200 -> StockReservation.RESERVED;
            case 404 -> StockReservation.OUT_OF_STOCK;
            case 409 ->
                switch (response.code()) {
                    case "OUT_OF_STOCK" -> StockReservation.OUT_OF_STOCK;
                    case "RESERVATION_ENDED" -> StockReservation.ENDED;
                    default -> throw reservations.unexpected(response);
                };
            default -> throw reservations.unexpected(response);
        };
    }
}
