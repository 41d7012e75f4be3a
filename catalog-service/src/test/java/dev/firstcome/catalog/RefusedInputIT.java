package dev.firstcome.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.catalog.CatalogService.Answer;
import dev.firstcome.catalog.CatalogService.Stock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is refused, whoever asks: what cannot be read, and who may not. */
class RefusedInputIT {
    private static final String PRICE = "{\"amount\": 100, \"currency\": \"KRW\"}";
    private static final List<String> NO_IDS = List.of(
            "%7Bp0%7D",
            "%7B0190a0b0-0000-7000-8000-000000000000%7D",
            "1-1-1-1-1",
            "0190a0b0-0000-7000-8000-00000000000g",
            "0190a0b0-0000-7000-8000-0000000000001",
            "-1",
            "1.5",
            "9".repeat(100));
    private static final List<String> NO_WHOLE_NUMBERS =
            List.of("1.5", "1.0", "1e3", "\"5\"", "true", "[]", "{}", "9".repeat(19), "9".repeat(400), "1000000001");

    private static CatalogService service;
    private static String operator;
    private static String kim;

    @BeforeAll
    static void start() {
        service = CatalogService.shared();
        operator = service.operator();
        kim = service.user();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void parametersOfUsers() {
        for (String id : NO_IDS) {
            field("productId", service.get("/api/products/" + id, kim));
            field("cursor", service.get("/api/products?cursor=" + id, kim));
        }
        for (String limit : List.of("0", "-1", "101", "1.5", "abc", "9".repeat(30))) {
            field("limit", service.get("/api/products?limit=" + limit, kim));
        }
        for (String part : List.of("", "x".repeat(51), "%00", "a%0Ab")) {
            field("q", service.get("/api/products?q=" + part, kim));
        }
        assertThat(service.get("/api/products?q=" + "x".repeat(50), kim).status())
                .isEqualTo(200);
        assertThat(service.get("/api/products?limit=100&q=%27%3B--", kim).status())
                .isEqualTo(200);
    }

    @Test
    void bodiesThatMakeAProduct() {
        for (String stock : NO_WHOLE_NUMBERS) {
            field("stock", create("\"a\"", PRICE, stock, "\"a test\""));
        }
        field("stock", create("\"a\"", PRICE, "-1", "\"a test\""));
        field("stock", create("\"a\"", PRICE, "null", "\"a test\""));
        for (String amount : List.of("0", "-5", "100000000", "1.5", "\"100\"", "null", "9".repeat(40))) {
            field("price.amount", create("\"a\"", price(amount, "\"KRW\""), "1", "\"a test\""));
        }
        for (String currency : List.of("\"krw\"", "\"KR\"", "\"KRWX\"", "\"\"", "null", "5")) {
            field("price.currency", create("\"a\"", price("5", currency), "1", "\"a test\""));
        }
        for (String name : List.of("\"\"", "\" \"", "null", "5", "\"a\\nb\"", "\"\\u0000\"", "\"\\ud800\"")) {
            field("name", create(name, PRICE, "1", "\"a test\""));
        }
        field("name", create("\"" + "x".repeat(201) + "\"", PRICE, "1", "\"a test\""));
        field("price", create("\"a\"", "null", "1", "\"a test\""));
        field("reason", create("\"a\"", PRICE, "1", "null"));
        field("reason", create("\"a\"", PRICE, "1", "\" \""));
    }

    @Test
    void fieldsThatNobodyKnowsAndWhatIsNoBody() {
        field("colour", create("\"a\"", PRICE, "1, \"colour\": \"blue\"", "\"a test\""));
        field("price.net", create("\"a\"", PRICE.replace("}", ", \"net\": 5}"), "1", "\"a test\""));
        field("version", change("{\"addStock\": 1, \"version\": 7, \"reason\": \"a test\"}"));
        for (String body : List.of("{", "[]", "5", "", "{} {}")) {
            Refused.is(service.call("POST", "/ops/products", operator, body, Map.of()), 400, "BAD_REQUEST");
        }
        Refused.is(create("\"a\"", "5", "1", "\"a test\""), 400, "BAD_REQUEST");
        Map<String, String> noKey = Map.of("Idempotency-Key", "x".repeat(256));
        field("Idempotency-Key", service.call("POST", "/ops/products", operator, body("1"), noKey));
    }

    @Test
    void bodiesThatChangeAProduct() {
        for (String more : NO_WHOLE_NUMBERS) {
            field("addStock", change("{\"addStock\": %s, \"reason\": \"a test\"}".formatted(more)));
        }
        field("addStock", change("{\"addStock\": -1000000001, \"reason\": \"a test\"}"));
        field("body", change("{\"reason\": \"a test\"}"));
        field("reason", change("{\"addStock\": 1}"));
        field("price.amount", change("{\"price\": {\"currency\": \"KRW\"}, \"reason\": \"a test\"}"));
        for (String id : NO_IDS) {
            field("productId", service.call("PATCH", "/ops/products/" + id, operator, "{}", Map.of()));
        }
    }

    @Test
    void parametersOfPayments() {
        UUID product = service.product(5);
        String path = "/internal/products/" + product + "/reservations/";
        for (String quantity : List.of("0", "-1", "1001", "1.5", "1e2", "abc", "", "9".repeat(20))) {
            field("quantity", service.asPayments("PUT", path + UUID.randomUUID() + "?quantity=" + quantity));
        }
        field("quantity", service.asPayments("PUT", path + UUID.randomUUID()));
        for (String id : NO_IDS) {
            field("paymentId", service.asPayments("PUT", path + id + "?quantity=1"));
            field("paymentId", service.asPayments("POST", path + id + "/confirm"));
            field("productId", service.asPayments("POST", "/internal/products/" + id + path(product) + "/release"));
            field("id", service.asPayments("GET", "/internal/products?id=" + product + "&id=" + id));
        }
        field("id", service.asPayments("GET", "/internal/products"));
        field("id", service.asPayments("GET", "/internal/products?id="));
        field("id", service.asPayments("GET", "/internal/products?" + ids(51)));
        assertThat(service.asPayments("GET", "/internal/products?" + ids(50)).status())
                .isEqualTo(200);
        assertThat(service.stockOf(product)).isEqualTo(new Stock(5, 0));
    }

    @Test
    void whoMayNot() {
        UUID product = service.product(5);
        String own = "/internal/products/" + product + "/reservations/" + UUID.randomUUID();
        for (@Nullable String token : new @Nullable String[] {null, kim, operator, service.tokens.forged(product)}) {
            Refused.is(service.call("PUT", own + "?quantity=1", token, null, Map.of()), 401, "UNAUTHENTICATED");
            Refused.is(service.get("/internal/products?id=" + product, token), 401, "UNAUTHENTICATED");
        }
        for (String other : List.of("coupon-service", "user-service", "gateway-service", "catalog-service")) {
            String token = service.tokenOf(other, "catalog-service");
            Refused.is(service.call("PUT", own + "?quantity=1", token, null, Map.of()), 403, "FORBIDDEN");
            Refused.is(service.call("POST", own + "/release", token, null, Map.of()), 403, "FORBIDDEN");
            Refused.is(service.get("/internal/products?id=" + product, token), 403, "FORBIDDEN");
        }
        String elsewhere = service.tokenOf("payment-service", "coupon-service");
        Refused.is(service.get("/internal/products?id=" + product, elsewhere), 401, "UNAUTHENTICATED");
        assertThat(service.stockOf(product)).isEqualTo(new Stock(5, 0));

        for (String path : List.of("/api/products", "/api/products/" + product)) {
            assertThat(service.get(path, null).status())
                    .as("what is sold is for everybody to see")
                    .isEqualTo(200);
            Refused.is(service.get(path, service.tokens.expired(product)), 401, "UNAUTHENTICATED");
            Refused.is(service.get(path, service.tokens.forged(product)), 401, "UNAUTHENTICATED");
        }
        Refused.is(service.call("POST", "/ops/products", kim, body("1"), Map.of()), 403, "FORBIDDEN");
        Refused.is(service.call("PATCH", "/ops/products/" + product, kim, "{}", Map.of()), 403, "FORBIDDEN");
    }

    /** It is refused because of this field, and says so. */
    private static void field(String name, Answer answer) {
        Refused.is(answer, 400, "INVALID_FIELD");
        assertThat(answer.text("field")).isEqualTo(name);
    }

    private static String path(UUID payment) {
        return "/reservations/" + payment;
    }

    private static String ids(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "id=" + UUID.randomUUID())
                .collect(Collectors.joining("&"));
    }

    private static Answer create(String name, String price, String stock, String reason) {
        String body =
                "{\"name\": %s, \"price\": %s, \"stock\": %s, \"reason\": %s}".formatted(name, price, stock, reason);
        return service.call("POST", "/ops/products", operator, body, Map.of());
    }

    private static Answer change(String body) {
        return service.call("PATCH", "/ops/products/" + service.ids.next(), operator, body, Map.of());
    }

    private static String body(String stock) {
        return "{\"name\": \"a\", \"price\": %s, \"stock\": %s, \"reason\": \"a test\"}".formatted(PRICE, stock);
    }

    private static String price(String amount, String currency) {
        return "{\"amount\": %s, \"currency\": %s}".formatted(amount, currency);
    }
}
