package dev.firstcome.payment;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A fake catalog-service and coupon-service with their internal endpoints. */
final class TestShop implements AutoCloseable {
    private static final Pattern RESERVATION =
            Pattern.compile("/internal/(products|coupons)/([0-9a-f-]{36})/reservations/([0-9a-f-]{36})");
    private static final Pattern COUPON = Pattern.compile("/internal/coupons/([0-9a-f-]{36})");

    private final HttpServer server;
    private final Map<UUID, Product> products = new ConcurrentHashMap<>();
    private final Map<UUID, String> discounts = new ConcurrentHashMap<>();
    private final Map<String, String> reservations = new ConcurrentHashMap<>();
    private volatile boolean unavailable;
    private volatile @Nullable CountDownLatch reservationLatch;

    private record Product(UUID id, String name, long price, String currency, int stock) {}

    TestShop() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    UUID product(long price, String currency, int stock) {
        UUID id = UUID.randomUUID();
        products.put(id, new Product(id, "a thing", price, currency, stock));
        return id;
    }

    /** @param discount the JSON of the discount */
    UUID coupon(String discount) {
        UUID id = UUID.randomUUID();
        discounts.put(id, discount);
        return id;
    }

    /** Responds with 503 to all requests from now on. */
    void becomeUnavailable() {
        unavailable = true;
    }

    void becomeAvailable() {
        unavailable = false;
    }

    /** Blocks reservations until {@link #releaseReservations} is called. */
    void blockReservations() {
        reservationLatch = new CountDownLatch(1);
    }

    void releaseReservations() {
        CountDownLatch latch = reservationLatch;
        reservationLatch = null;
        if (latch != null) {
            latch.countDown();
        }
    }

    /** Returns the payments that have reserved the coupon or product. */
    List<String> reservedBy(UUID item) {
        List<String> payments = new ArrayList<>();
        reservations.forEach((key, state) -> {
            if (key.startsWith(item.toString())) {
                payments.add(key.substring(key.indexOf('/') + 1));
            }
        });
        return payments;
    }

    private void answer(HttpExchange call) throws IOException {
        String path = call.getRequestURI().getPath();
        Matcher reservation = RESERVATION.matcher(path);
        Matcher coupon = COUPON.matcher(path);
        if (unavailable || call.getRequestHeaders().getFirst("Authorization") == null) {
            send(call, 503, "{}");
        } else if (reservation.matches()) {
            awaitReservationsReleased();
            reserve(call, reservation);
        } else if (coupon.matches()) {
            String discount = discounts.get(UUID.fromString(coupon.group(1)));
            boolean free = reservedBy(UUID.fromString(coupon.group(1))).isEmpty();
            send(
                    call,
                    discount == null ? 404 : 200,
                    "{\"state\": \"%s\", \"discount\": %s}".formatted(free ? "AVAILABLE" : "RESERVED", discount));
        } else {
            send(call, 200, "{\"items\": [" + String.join(",", productsOf(call)) + "]}");
        }
    }

    private void reserve(HttpExchange call, Matcher reservation) throws IOException {
        UUID item = UUID.fromString(reservation.group(2));
        boolean isCoupon = reservation.group(1).equals("coupons");
        String key = item + "/" + reservation.group(3);
        synchronized (this) {
            boolean full = isCoupon
                    ? !reservedBy(item).isEmpty()
                    : stockOf(item) <= reservedBy(item).size();
            if (reservations.containsKey(key) || !full) {
                reservations.put(key, "RESERVED");
                send(call, 200, "{}");
            } else {
                send(call, 409, "{\"code\": \"%s\"}".formatted(isCoupon ? "COUPON_NOT_AVAILABLE" : "OUT_OF_STOCK"));
            }
        }
    }

    private int stockOf(UUID item) {
        Product product = products.get(item);
        return product == null ? 0 : product.stock();
    }

    private List<String> productsOf(HttpExchange call) {
        List<String> found = new ArrayList<>();
        for (String part : String.valueOf(call.getRequestURI().getQuery()).split("&", -1)) {
            Product product = products.get(UUID.fromString(part.substring("id=".length())));
            if (product != null) {
                found.add("""
                        {"productId": "%s", "name": "%s", "price": {"amount": %d, "currency": "%s"}, "stock": %d}""".formatted(
                                product.id(), product.name(), product.price(), product.currency(), product.stock()));
            }
        }
        return found;
    }

    private void awaitReservationsReleased() {
        CountDownLatch latch = reservationLatch;
        try {
            if (latch != null && !latch.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test blocks reservations for too long");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange call, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(status, bytes.length);
        try (var out = call.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        releaseReservations();
        server.stop(0);
    }
}
