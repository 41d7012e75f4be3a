package dev.firstcome.catalog;

import static dev.firstcome.catalog.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.catalog.RunningCatalogService.Response;
import dev.firstcome.catalog.RunningCatalogService.StockLevel;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests that invalid requests and unauthorized callers are rejected. */
class RequestRejectionIT {
    private static final String PRICE = "{\"amount\": 100, \"currency\": \"KRW\"}";
    private static final List<String> INVALID_IDS = List.of(
            "%7Bp0%7D",
            "%7B0190a0b0-0000-7000-8000-000000000000%7D",
            "1-1-1-1-1",
            "0190a0b0-0000-7000-8000-00000000000g",
            "0190a0b0-0000-7000-8000-0000000000001",
            "-1",
            "1.5",
            "9".repeat(100));
    private static final List<String> INVALID_NUMBERS =
            List.of("1.5", "1.0", "1e3", "\"5\"", "true", "[]", "{}", "9".repeat(19), "9".repeat(400), "1000000001");

    private static RunningCatalogService service;
    private static String operator;
    private static String kim;

    @BeforeAll
    static void start() {
        service = RunningCatalogService.shared();
        operator = service.operator();
        kim = service.user();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void rejectsInvalidParametersOfUsers() {
        for (String id : INVALID_IDS) {
            assertInvalidField("productId", service.get("/api/products/" + id, kim));
            assertInvalidField("cursor", service.get("/api/products?cursor=" + id, kim));
        }
        for (String limit : List.of("0", "-1", "101", "1.5", "abc", "9".repeat(30))) {
            assertInvalidField("limit", service.get("/api/products?limit=" + limit, kim));
        }
        for (String part : List.of("", "x".repeat(51), "%00", "a%0Ab")) {
            assertInvalidField("q", service.get("/api/products?q=" + part, kim));
        }
        assertThat(service.get("/api/products?q=" + "x".repeat(50), kim).status())
                .isEqualTo(200);
        assertThat(service.get("/api/products?limit=100&q=%27%3B--", kim).status())
                .isEqualTo(200);
    }

    @Test
    void rejectsInvalidBodiesThatCreateAProduct() {
        for (String stock : INVALID_NUMBERS) {
            assertInvalidField("stock", create("\"a\"", PRICE, stock, "\"a test\""));
        }
        assertInvalidField("stock", create("\"a\"", PRICE, "-1", "\"a test\""));
        assertInvalidField("stock", create("\"a\"", PRICE, "null", "\"a test\""));
        for (String amount : List.of("0", "-5", "100000000", "1.5", "\"100\"", "null", "9".repeat(40))) {
            assertInvalidField("price.amount", create("\"a\"", price(amount, "\"KRW\""), "1", "\"a test\""));
        }
        for (String currency : List.of("\"krw\"", "\"KR\"", "\"KRWX\"", "\"\"", "null", "5")) {
            assertInvalidField("price.currency", create("\"a\"", price("5", currency), "1", "\"a test\""));
        }
        for (String name : List.of("\"\"", "\" \"", "null", "5", "\"a\\nb\"", "\"\\u0000\"", "\"\\ud800\"")) {
            assertInvalidField("name", create(name, PRICE, "1", "\"a test\""));
        }
        assertInvalidField("name", create("\"" + "x".repeat(201) + "\"", PRICE, "1", "\"a test\""));
        assertInvalidField("price", create("\"a\"", "null", "1", "\"a test\""));
        assertInvalidField("reason", create("\"a\"", PRICE, "1", "null"));
        assertInvalidField("reason", create("\"a\"", PRICE, "1", "\" \""));
    }

    @Test
    void rejectsUnknownFieldsAndMalformedBodies() {
        assertInvalidField("colour", create("\"a\"", PRICE, "1, \"colour\": \"blue\"", "\"a test\""));
        assertInvalidField("price.net", create("\"a\"", PRICE.replace("}", ", \"net\": 5}"), "1", "\"a test\""));
        assertInvalidField("version", change("{\"addStock\": 1, \"version\": 7, \"reason\": \"a test\"}"));
        for (String body : List.of("{", "[]", "5", "", "{} {}")) {
            assertProblem(service.call("POST", "/ops/products", operator, body, Map.of()), 400, "BAD_REQUEST");
        }
        assertInvalidField("price", create("\"a\"", "5", "1", "\"a test\""));
        Map<String, String> invalidKey = Map.of("Idempotency-Key", "x".repeat(256));
        assertInvalidField("Idempotency-Key", service.call("POST", "/ops/products", operator, body("1"), invalidKey));
    }

    @Test
    void rejectsInvalidBodiesThatChangeAProduct() {
        for (String more : INVALID_NUMBERS) {
            assertInvalidField("addStock", change("{\"addStock\": %s, \"reason\": \"a test\"}".formatted(more)));
        }
        assertInvalidField("addStock", change("{\"addStock\": -1000000001, \"reason\": \"a test\"}"));
        assertInvalidField("body", change("{\"reason\": \"a test\"}"));
        assertInvalidField("reason", change("{\"addStock\": 1}"));
        assertInvalidField("price.amount", change("{\"price\": {\"currency\": \"KRW\"}, \"reason\": \"a test\"}"));
        for (String id : INVALID_IDS) {
            assertInvalidField("productId", service.call("PATCH", "/ops/products/" + id, operator, "{}", Map.of()));
        }
    }

    @Test
    void rejectsInvalidParametersOfPayments() {
        UUID product = service.product(5);
        String path = "/internal/products/" + product + "/reservations/";
        for (String quantity : List.of("0", "-1", "1001", "1.5", "1e2", "abc", "", "9".repeat(20))) {
            assertInvalidField(
                    "quantity", service.asPayments("PUT", path + UUID.randomUUID() + "?quantity=" + quantity));
        }
        assertInvalidField("quantity", service.asPayments("PUT", path + UUID.randomUUID()));
        for (String id : INVALID_IDS) {
            assertInvalidField("paymentId", service.asPayments("PUT", path + id + "?quantity=1"));
            assertInvalidField("paymentId", service.asPayments("POST", path + id + "/confirm"));
            assertInvalidField(
                    "productId",
                    service.asPayments("POST", "/internal/products/" + id + reservationPath(product) + "/release"));
            assertInvalidField("id", service.asPayments("GET", "/internal/products?id=" + product + "&id=" + id));
        }
        assertInvalidField("id", service.asPayments("GET", "/internal/products"));
        assertInvalidField("id", service.asPayments("GET", "/internal/products?id="));
        assertInvalidField("id", service.asPayments("GET", "/internal/products?" + ids(51)));
        assertThat(service.asPayments("GET", "/internal/products?" + ids(50)).status())
                .isEqualTo(200);
        assertThat(service.stockOf(product)).isEqualTo(new StockLevel(5, 0));
    }

    @Test
    void rejectsUnauthorizedCallers() {
        UUID product = service.product(5);
        String reservation = "/internal/products/" + product + "/reservations/" + UUID.randomUUID();
        for (@Nullable String token : new @Nullable String[] {null, kim, operator, service.tokens.forged(product)}) {
            assertProblem(
                    service.call("PUT", reservation + "?quantity=1", token, null, Map.of()), 401, "UNAUTHENTICATED");
            assertProblem(service.get("/internal/products?id=" + product, token), 401, "UNAUTHENTICATED");
        }
        for (String other : List.of("coupon-service", "user-service", "gateway-service", "catalog-service")) {
            String token = service.tokenOf(other, "catalog-service");
            assertProblem(service.call("PUT", reservation + "?quantity=1", token, null, Map.of()), 403, "FORBIDDEN");
            assertProblem(service.call("POST", reservation + "/release", token, null, Map.of()), 403, "FORBIDDEN");
            assertProblem(service.get("/internal/products?id=" + product, token), 403, "FORBIDDEN");
        }
        String otherAudience = service.tokenOf("payment-service", "coupon-service");
        assertProblem(service.get("/internal/products?id=" + product, otherAudience), 401, "UNAUTHENTICATED");
        assertThat(service.stockOf(product)).isEqualTo(new StockLevel(5, 0));

        for (String path : List.of("/api/products", "/api/products/" + product)) {
            assertThat(service.get(path, null).status())
                    .as("products are public")
                    .isEqualTo(200);
            assertProblem(service.get(path, service.tokens.expired(product)), 401, "UNAUTHENTICATED");
            assertProblem(service.get(path, service.tokens.forged(product)), 401, "UNAUTHENTICATED");
        }
        assertProblem(service.call("POST", "/ops/products", kim, body("1"), Map.of()), 403, "FORBIDDEN");
        assertProblem(service.call("PATCH", "/ops/products/" + product, kim, "{}", Map.of()), 403, "FORBIDDEN");
    }

    /** Asserts a 400 response that names the field. */
    private static void assertInvalidField(String name, Response response) {
        assertProblem(response, 400, "INVALID_FIELD");
        assertThat(response.text("field")).isEqualTo(name);
    }

    private static String reservationPath(UUID payment) {
        return "/reservations/" + payment;
    }

    private static String ids(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "id=" + UUID.randomUUID())
                .collect(Collectors.joining("&"));
    }

    private static Response create(String name, String price, String stock, String reason) {
        String body =
                "{\"name\": %s, \"price\": %s, \"stock\": %s, \"reason\": %s}".formatted(name, price, stock, reason);
        return service.call("POST", "/ops/products", operator, body, Map.of());
    }

    private static Response change(String body) {
        return service.call("PATCH", "/ops/products/" + service.ids.next(), operator, body, Map.of());
    }

    private static String body(String stock) {
        return "{\"name\": \"a\", \"price\": %s, \"stock\": %s, \"reason\": \"a test\"}".formatted(PRICE, stock);
    }

    private static String price(String amount, String currency) {
        return "{\"amount\": %s, \"currency\": %s}".formatted(amount, currency);
    }
}
