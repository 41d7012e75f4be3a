package dev.firstcome.catalog;

import static dev.firstcome.catalog.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.catalog.RunningCatalogService.Response;
import dev.firstcome.contracts.Topics;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.platform.testing.TopicRecords;
import dev.firstcome.testsupport.StallRetry;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tests the product endpoints of operators, users and payment-service, and the published change events. */
class ProductsIT {
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
    void usersSeeAProductThatAnOperatorCreated() {
        Response made = create("Teapot, blue", 39_000, 12);

        assertThat(made.status()).as("%s", made.body()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo("/api/products/" + made.text("productId"));
        JsonNode seen = service.get(made.header("Location"), kim).body();
        assertThat(seen).isEqualTo(made.body());
        assertThat(seen.propertyNames()).containsExactlyInAnyOrder("productId", "name", "price", "stock");
        assertThat(seen.path("name").asString()).isEqualTo("Teapot, blue");
        assertThat(seen.path("price").path("amount").asLong()).isEqualTo(39_000);
        assertThat(seen.path("price").path("currency").asString()).isEqualTo("KRW");
        assertThat(seen.path("stock").asInt()).isEqualTo(12);
        assertProblem(service.get("/api/products/" + service.ids.next(), kim), 404, "NOT_FOUND");
    }

    @Test
    void anIdempotencyKeyCreatesOneProduct() {
        String key = UUID.randomUUID().toString();
        Map<String, String> header = Map.of("Idempotency-Key", key);
        Map<String, Object> body = body("a kettle", 20_000, 3);

        Response first = service.call("POST", "/ops/products", operator, body, header);
        patch(first.text("productId"), Map.of("addStock", 4, "reason", "a test"));
        Response repeated = service.call("POST", "/ops/products", operator, body, header);
        Response other = service.call("POST", "/ops/products", operator, body("a kettle", 20_001, 3), header);
        Response otherOperator = service.call("POST", "/ops/products", service.operator(), body, header);
        Response withoutKey = service.call("POST", "/ops/products", operator, body, Map.of());

        assertThat(repeated.status()).isEqualTo(201);
        assertThat(repeated.text("productId")).isEqualTo(first.text("productId"));
        assertThat(repeated.number("stock")).as("current state").isEqualTo(7);
        assertProblem(other, 422, "IDEMPOTENCY_MISMATCH");
        assertThat(Set.of(first.text("productId"), otherOperator.text("productId"), withoutKey.text("productId")))
                .hasSize(3);
        assertThat(eventsOf(first.text("productId"), 2))
                .extracting(ProductsIT::version)
                .containsExactly(1L, 2L);
    }

    @Test
    void concurrentRequestsWithOneIdempotencyKeyCreateOneProduct() throws Exception {
        Map<String, String> header = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        Map<String, Object> body = body("a spoon", 2_000, 3);
        List<Callable<Response>> calls =
                Collections.nCopies(12, () -> service.call("POST", "/ops/products", operator, body, header));

        Set<String> made = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Response> response : threads.invokeAll(calls)) {
                // An overloaded service responds with 503 and creates nothing.
                assertThat(response.get().status()).isIn(201, 503);
                if (response.get().status() == 201) {
                    made.add(response.get().text("productId"));
                }
            }
        }

        assertThat(made).hasSize(1);
    }

    @Test
    void eachChangePublishesTheFullState() {
        String product = create("a lamp", 10_000, 5).text("productId");

        Response priced = patch(product, Map.of("price", price(9_500, "KRW"), "reason", "a test"));
        Response renamed = patch(product, Map.of("name", "a desk lamp", "reason", "a test"));
        Response filled = patch(product, Map.of("addStock", -5, "reason", "a test"));

        assertThat(List.of(priced.status(), renamed.status(), filled.status())).containsOnly(200);
        assertThat(filled.body())
                .isEqualTo(service.get("/api/products/" + product, kim).body());
        assertThat(filled.text("name")).isEqualTo("a desk lamp");
        assertThat(filled.number("stock")).isZero();
        List<JsonNode> events = eventsOf(product, 4);
        assertThat(events).extracting(ProductsIT::version).containsExactly(1L, 2L, 3L, 4L);
        assertThat(events)
                .extracting(event -> event.path("price").asLong())
                .containsExactly(10_000L, 9_500L, 9_500L, 9_500L);
        assertThat(events)
                .extracting(event -> event.path("name").asString())
                .containsExactly("a lamp", "a lamp", "a desk lamp", "a desk lamp");
        assertThat(events)
                .extracting(event -> event.path("currency").asString())
                .containsOnly("KRW");
    }

    @Test
    void aRejectedChangeHasNoEffect() {
        String product = create("a chair", 70_000, 2).text("productId");

        Response less = patch(product, Map.of("addStock", -3, "name", "no chair", "reason", "a test"));
        Response more = patch(product, Map.of("addStock", 1_000_000_000, "reason", "a test"));
        Response dollars = patch(product, Map.of("price", price(70, "USD"), "reason", "a test"));

        assertProblem(less, 409, "INVALID_STATE");
        assertThat(less.text("field")).isEqualTo("addStock");
        assertThat(less.number("stock")).isEqualTo(2);
        assertProblem(more, 409, "INVALID_STATE");
        assertProblem(dollars, 409, "INVALID_STATE");
        assertThat(dollars.text("currency")).isEqualTo("KRW");
        assertThat(service.get("/api/products/" + product, kim).text("name")).isEqualTo("a chair");
        assertThat(eventsOf(product, 1)).hasSize(1);
        assertProblem(
                patch(service.ids.next().toString(), Map.of("addStock", 1, "reason", "a test")), 404, "NOT_FOUND");
    }

    @Test
    void aChangeIsAppliedOncePerIdempotencyKey() {
        String product = create("a ladder", 90_000, 2).text("productId");
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        Map<String, Object> more = Map.of("addStock", 3, "reason", "a test");
        String path = "/ops/products/" + product;
        String otherPath = "/ops/products/" + create("a bucket", 5_000, 1).text("productId");

        Response tooFew = service.call("PATCH", path, operator, Map.of("addStock", -3, "reason", "a test"), key);
        assertProblem(tooFew, 409, "INVALID_STATE");
        Response first = service.call("PATCH", path, operator, more, key);
        patch(product, Map.of("price", price(80_000, "KRW"), "reason", "a test"));
        Response repeated = service.call("PATCH", path, operator, more, key);
        Response other = service.call("PATCH", path, operator, Map.of("addStock", 4, "reason", "a test"), key);
        Response named =
                service.call("PATCH", path, operator, Map.of("addStock", 3, "name", "x", "reason", "a test"), key);

        assertThat(first.number("stock")).isEqualTo(5);
        assertThat(repeated.status()).isEqualTo(200);
        assertThat(repeated.body())
                .as("current state")
                .isEqualTo(service.get("/api/products/" + product, kim).body());
        assertThat(repeated.number("stock")).isEqualTo(5);
        assertProblem(other, 422, "IDEMPOTENCY_MISMATCH");
        assertProblem(named, 422, "IDEMPOTENCY_MISMATCH");
        assertThat(eventsOf(product, 3)).hasSize(3);
        assertThat(service.call("PATCH", otherPath, operator, more, key).number("stock"))
                .as("same key, other product")
                .isEqualTo(4);
        assertThat(service.call("PATCH", path, service.operator(), more, key).number("stock"))
                .as("same key, other operator")
                .isEqualTo(8);
        Map<String, String> invalidKey = Map.of("Idempotency-Key", "two words");
        assertProblem(service.call("PATCH", path, operator, more, invalidKey), 400, "INVALID_FIELD");
    }

    @Test
    void concurrentChangesWithOneIdempotencyKeyAreAppliedOnce() throws Exception {
        String product = create("a rope", 9_000, 2).text("productId");
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        Map<String, Object> more = Map.of("addStock", 3, "reason", "a test");

        List<Callable<Response>> calls =
                Collections.nCopies(12, () -> service.call("PATCH", "/ops/products/" + product, operator, more, key));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Response> response : threads.invokeAll(calls)) {
                assertThat(response.get().status()).isIn(200, 503);
            }
        }

        assertThat(service.get("/api/products/" + product, kim).number("stock")).isEqualTo(5);
    }

    @Test
    void theStockLimitIncludesTheReservedQuantity() {
        String product = create("a pen", 1_000, 1_000_000_000).text("productId");
        String reservation = "/internal/products/" + product + "/reservations/" + UUID.randomUUID();
        service.asPayments("PUT", reservation + "?quantity=5");

        assertProblem(patch(product, Map.of("addStock", 5, "reason", "a test")), 409, "INVALID_STATE");
        assertThat(service.asPayments("POST", reservation + "/release").status())
                .isEqualTo(200);
        assertThat(service.get("/api/products/" + product, kim).number("stock")).isEqualTo(1_000_000_000);
    }

    @Test
    void pagesCoverAllShardsNewestFirst() {
        String word = "Page" + UUID.randomUUID();
        List<String> made = new ArrayList<>();
        Set<String> shards = new HashSet<>();
        while (made.size() < 6 || shards.size() < 2) {
            UUID id = UUID.fromString(
                    create("a " + word + " " + made.size(), 100, 1).text("productId"));
            shards.add(service.bean(Shards.class).map().shardOf(BucketedIds.bucketOf(id)));
            made.addFirst(id.toString());
        }
        create("something else", 100, 1);

        List<String> seen = new ArrayList<>();
        int pages = 0;
        String query = "/api/products?limit=2&q=" + word.toUpperCase(Locale.ROOT);
        String next = "";
        do {
            Response page = service.get(query + next, kim);
            assertThat(page.status()).isEqualTo(200);
            page.body()
                    .path("items")
                    .forEach(item -> seen.add(item.path("productId").asString()));
            next = page.body().hasNonNull("nextCursor") ? "&cursor=" + page.text("nextCursor") : "";
            pages++;
        } while (!next.isEmpty());

        assertThat(seen).isSortedAccordingTo((a, b) -> b.compareTo(a)).containsExactlyInAnyOrderElementsOf(made);
        assertThat(pages).isEqualTo((made.size() + 1) / 2);
        assertThat(service.get("/api/products?q=%25" + word, kim).body().path("items"))
                .as("% is no wildcard")
                .isEmpty();
    }

    @Test
    void aSearchFindsANameInAnyUnicodeNormalForm() {
        String nfc = "테스트상품" + UUID.randomUUID().toString().substring(0, 8);
        String nfd = Normalizer.normalize(nfc, Normalizer.Form.NFD);
        String product = create(nfd, 100, 1).text("productId");

        for (String query : List.of(nfc, nfd)) {
            String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
            JsonNode items =
                    service.get("/api/products?q=" + encoded, kim).body().path("items");
            assertThat(items.size()).isEqualTo(1);
            assertThat(items.path(0).path("productId").asString()).isEqualTo(product);
            assertThat(items.path(0).path("name").asString()).isEqualTo(nfc);
        }
    }

    @Test
    void paymentServiceGetsTheExistingProductsInRequestOrder() {
        UUID near = service.product(new Bucket(7), 1);
        UUID far = service.product(new Bucket(Bucket.COUNT - 1), 2);
        UUID unknown = service.ids.next();

        Response response = service.asPayments(
                "GET", "/internal/products?id=%s&id=%s&id=%s&id=%s".formatted(far, unknown, near, far));

        assertThat(response.status()).isEqualTo(200);
        List<JsonNode> items = response.body().path("items").valueStream().toList();
        assertThat(items)
                .extracting(item -> item.path("productId").asString())
                .containsExactly(far.toString(), near.toString());
        assertThat(items.getFirst().propertyNames())
                .containsExactlyInAnyOrder("productId", "name", "price", "stock", "version");
        assertThat(items.getFirst().path("version").asLong()).isEqualTo(1);
        assertThat(items.getFirst().path("stock").asInt()).isEqualTo(2);
        assertThat(items.getFirst().path("price").path("amount").asLong()).isEqualTo(39_000);
    }

    @Test
    void operatorCallsAreAuditedWithTheirChanges() {
        // A call that fails with 503 because of a stall is audited too.
        StallRetry.run(this::makeTwoCallsAndCheckTheAudit);
    }

    private void makeTwoCallsAndCheckTheAudit() {
        String reason = "a test " + UUID.randomUUID();
        Map<String, Object> body = Map.of("name", "a bowl", "price", price(500, "KRW"), "stock", 1, "reason", reason);
        Response made = service.call("POST", "/ops/products", operator, body, Map.of());
        patch(made.text("productId"), Map.of("addStock", 2, "reason", reason));

        List<JsonNode> entries = service.await(
                () -> TopicRecords.of(Topics.PLATFORM_AUDIT).stream()
                        .filter(entry -> entry.path("reason").asString("").equals(reason))
                        .toList(),
                found -> found.size() == 2);

        assertThat(entries)
                .extracting(entry -> entry.path("action").asString())
                .containsExactly("POST /ops/products", "PATCH /ops/products/" + made.text("productId"));
        assertThat(entries.getLast().path("before").path("stock").asInt()).isEqualTo(1);
        assertThat(entries.getLast().path("after").path("stock").asInt()).isEqualTo(3);
    }

    @Test
    void theOpenApiDocumentIsAvailable() {
        Response document = service.get("/v3/api-docs", null);

        assertThat(document.status()).isEqualTo(200);
        assertThat(document.body().path("paths").propertyNames())
                .contains("/api/products", "/api/products/{productId}", "/ops/products", "/ops/products/{productId}");
        assertThat(document.body().toString()).doesNotContain("\"others\"");
    }

    private static long version(JsonNode event) {
        return event.path("version").asLong();
    }

    /** Waits for at least {@code count} events of the product and returns all of them. */
    private static List<JsonNode> eventsOf(String product, int count) {
        return service.await(
                () -> TopicRecords.of(Topics.CATALOG_CHANGES).stream()
                        .filter(event -> event.path("productId").asString().equals(product))
                        .toList(),
                events -> events.size() >= count);
    }

    private static Response create(String name, long amount, int stock) {
        return service.call("POST", "/ops/products", operator, body(name, amount, stock), Map.of());
    }

    private static Response patch(String product, Map<String, Object> body) {
        return service.call("PATCH", "/ops/products/" + product, operator, body, Map.of());
    }

    private static Map<String, Object> body(String name, long amount, int stock) {
        return Map.of("name", name, "price", price(amount, "KRW"), "stock", stock, "reason", "a test");
    }

    private static Map<String, Object> price(long amount, String currency) {
        return Map.of("amount", amount, "currency", currency);
    }
}
