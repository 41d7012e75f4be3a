package dev.firstcome.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.catalog.CatalogService.Answer;
import dev.firstcome.contracts.Topics;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.platform.testing.TopicRecords;
import dev.firstcome.testsupport.StallRetry;
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

/** Products as operators make them, as users see them, and as others hear of them. */
class ProductsIT {
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
    void whatAnOperatorMakesIsSeenByUsers() {
        Answer made = make("Teapot, blue", 39_000, 12);

        assertThat(made.status()).as("%s", made.body()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo("/api/products/" + made.text("productId"));
        JsonNode seen = service.get(made.header("Location"), kim).body();
        assertThat(seen).isEqualTo(made.body());
        assertThat(seen.propertyNames()).containsExactlyInAnyOrder("productId", "name", "price", "stock");
        assertThat(seen.path("name").asString()).isEqualTo("Teapot, blue");
        assertThat(seen.path("price").path("amount").asLong()).isEqualTo(39_000);
        assertThat(seen.path("price").path("currency").asString()).isEqualTo("KRW");
        assertThat(seen.path("stock").asInt()).isEqualTo(12);
        Refused.is(service.get("/api/products/" + service.ids.next(), kim), 404, "NOT_FOUND");
    }

    @Test
    void aKeyMakesOneProductAndNoOther() {
        String key = UUID.randomUUID().toString();
        Map<String, String> header = Map.of("Idempotency-Key", key);
        Map<String, Object> body = body("a kettle", 20_000, 3);

        Answer first = service.call("POST", "/ops/products", operator, body, header);
        patch(first.text("productId"), Map.of("addStock", 4, "reason", "a test"));
        Answer again = service.call("POST", "/ops/products", operator, body, header);
        Answer other = service.call("POST", "/ops/products", operator, body("a kettle", 20_001, 3), header);
        Answer anothers = service.call("POST", "/ops/products", service.operator(), body, header);
        Answer nameless = service.call("POST", "/ops/products", operator, body, Map.of());

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text("productId")).isEqualTo(first.text("productId"));
        assertThat(again.number("stock")).as("as it is now").isEqualTo(7);
        Refused.is(other, 422, "IDEMPOTENCY_MISMATCH");
        assertThat(Set.of(first.text("productId"), anothers.text("productId"), nameless.text("productId")))
                .hasSize(3);
        assertThat(toldOf(first.text("productId"), 2))
                .extracting(ProductsIT::version)
                .containsExactly(1L, 2L);
    }

    @Test
    void aKeyThatComesManyTimesAtOnceMakesOneProduct() throws Exception {
        Map<String, String> header = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        Map<String, Object> body = body("a spoon", 2_000, 3);
        List<Callable<Answer>> calls =
                Collections.nCopies(12, () -> service.call("POST", "/ops/products", operator, body, header));

        Set<String> made = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Answer> answer : threads.invokeAll(calls)) {
                // Who found the service too busy was told so, and has none.
                assertThat(answer.get().status()).isIn(201, 503);
                if (answer.get().status() == 201) {
                    made.add(answer.get().text("productId"));
                }
            }
        }

        assertThat(made).hasSize(1);
    }

    @Test
    void eachChangeIsToldWithTheWholeState() {
        String product = make("a lamp", 10_000, 5).text("productId");

        Answer priced = patch(product, Map.of("price", price(9_500, "KRW"), "reason", "a test"));
        Answer renamed = patch(product, Map.of("name", "a desk lamp", "reason", "a test"));
        Answer filled = patch(product, Map.of("addStock", -5, "reason", "a test"));

        assertThat(List.of(priced.status(), renamed.status(), filled.status())).containsOnly(200);
        assertThat(filled.body())
                .isEqualTo(service.get("/api/products/" + product, kim).body());
        assertThat(filled.text("name")).isEqualTo("a desk lamp");
        assertThat(filled.number("stock")).isZero();
        List<JsonNode> told = toldOf(product, 4);
        assertThat(told).extracting(ProductsIT::version).containsExactly(1L, 2L, 3L, 4L);
        assertThat(told)
                .extracting(event -> event.path("price").asLong())
                .containsExactly(10_000L, 9_500L, 9_500L, 9_500L);
        assertThat(told)
                .extracting(event -> event.path("name").asString())
                .containsExactly("a lamp", "a lamp", "a desk lamp", "a desk lamp");
        assertThat(told).extracting(event -> event.path("currency").asString()).containsOnly("KRW");
    }

    @Test
    void aChangeThatDoesNotFitChangesNothing() {
        String product = make("a chair", 70_000, 2).text("productId");

        Answer less = patch(product, Map.of("addStock", -3, "name", "no chair", "reason", "a test"));
        Answer more = patch(product, Map.of("addStock", 1_000_000_000, "reason", "a test"));
        Answer dollars = patch(product, Map.of("price", price(70, "USD"), "reason", "a test"));

        Refused.is(less, 409, "DOES_NOT_FIT");
        assertThat(less.text("field")).isEqualTo("addStock");
        assertThat(less.number("stock")).isEqualTo(2);
        Refused.is(more, 409, "DOES_NOT_FIT");
        Refused.is(dollars, 409, "DOES_NOT_FIT");
        assertThat(dollars.text("currency")).isEqualTo("KRW");
        assertThat(service.get("/api/products/" + product, kim).text("name")).isEqualTo("a chair");
        assertThat(toldOf(product, 1)).hasSize(1);
        Refused.is(patch(service.ids.next().toString(), Map.of("addStock", 1, "reason", "a test")), 404, "NOT_FOUND");
    }

    @Test
    void aChangeUnderAKeyIsMadeOnceAndAnotherUnderItIsRefused() {
        String product = make("a ladder", 90_000, 2).text("productId");
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        Map<String, Object> more = Map.of("addStock", 3, "reason", "a test");
        String path = "/ops/products/" + product;
        String elsewhere = "/ops/products/" + make("a bucket", 5_000, 1).text("productId");

        Answer tooFew = service.call("PATCH", path, operator, Map.of("addStock", -3, "reason", "a test"), key);
        Refused.is(tooFew, 409, "DOES_NOT_FIT");
        Answer first = service.call("PATCH", path, operator, more, key);
        patch(product, Map.of("price", price(80_000, "KRW"), "reason", "a test"));
        Answer again = service.call("PATCH", path, operator, more, key);
        Answer other = service.call("PATCH", path, operator, Map.of("addStock", 4, "reason", "a test"), key);
        Answer named =
                service.call("PATCH", path, operator, Map.of("addStock", 3, "name", "x", "reason", "a test"), key);

        assertThat(first.number("stock")).isEqualTo(5);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body())
                .as("as it is now")
                .isEqualTo(service.get("/api/products/" + product, kim).body());
        assertThat(again.number("stock")).isEqualTo(5);
        Refused.is(other, 422, "IDEMPOTENCY_MISMATCH");
        Refused.is(named, 422, "IDEMPOTENCY_MISMATCH");
        assertThat(toldOf(product, 3)).hasSize(3);
        assertThat(service.call("PATCH", elsewhere, operator, more, key).number("stock"))
                .as("of another product")
                .isEqualTo(4);
        assertThat(service.call("PATCH", path, service.operator(), more, key).number("stock"))
                .as("another operator's")
                .isEqualTo(8);
        Map<String, String> odd = Map.of("Idempotency-Key", "two words");
        Refused.is(service.call("PATCH", path, operator, more, odd), 400, "INVALID_FIELD");
    }

    @Test
    void ofManyCallsAtOnceUnderOneKeyOneChangesTheStock() throws Exception {
        String product = make("a rope", 9_000, 2).text("productId");
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        Map<String, Object> more = Map.of("addStock", 3, "reason", "a test");

        List<Callable<Answer>> calls =
                Collections.nCopies(12, () -> service.call("PATCH", "/ops/products/" + product, operator, more, key));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Answer> answer : threads.invokeAll(calls)) {
                assertThat(answer.get().status()).isIn(200, 503);
            }
        }

        assertThat(service.get("/api/products/" + product, kim).number("stock")).isEqualTo(5);
    }

    @Test
    void whatIsReservedLeavesRoomForItsReturn() {
        String product = make("a pen", 1_000, 1_000_000_000).text("productId");
        String reservation = "/internal/products/" + product + "/reservations/" + UUID.randomUUID();
        service.asPayments("PUT", reservation + "?quantity=5");

        Refused.is(patch(product, Map.of("addStock", 5, "reason", "a test")), 409, "DOES_NOT_FIT");
        assertThat(service.asPayments("POST", reservation + "/release").status())
                .isEqualTo(200);
        assertThat(service.get("/api/products/" + product, kim).number("stock")).isEqualTo(1_000_000_000);
    }

    @Test
    void pagesGoOverAllShardsTheNewestFirst() {
        String word = "Page" + UUID.randomUUID();
        List<String> made = new ArrayList<>();
        Set<String> shards = new HashSet<>();
        while (made.size() < 6 || shards.size() < 2) {
            UUID id = UUID.fromString(
                    make("a " + word + " " + made.size(), 100, 1).text("productId"));
            shards.add(service.part(Shards.class).map().shardOf(BucketedIds.bucketOf(id)));
            made.addFirst(id.toString());
        }
        make("something else", 100, 1);

        List<String> seen = new ArrayList<>();
        int pages = 0;
        String query = "/api/products?limit=2&q=" + word.toUpperCase(Locale.ROOT);
        String next = "";
        do {
            Answer page = service.get(query + next, kim);
            assertThat(page.status()).isEqualTo(200);
            page.body()
                    .path("items")
                    .forEach(item -> seen.add(item.path("productId").asString()));
            next = page.body().has("nextCursor") ? "&cursor=" + page.text("nextCursor") : "";
            pages++;
        } while (!next.isEmpty());

        assertThat(seen).isSortedAccordingTo((a, b) -> b.compareTo(a)).containsExactlyInAnyOrderElementsOf(made);
        assertThat(pages).isEqualTo((made.size() + 1) / 2);
        assertThat(service.get("/api/products?q=%25" + word, kim).body().path("items"))
                .as("no pattern")
                .isEmpty();
    }

    @Test
    void paymentsGetThoseThereAreInTheirOrder() {
        UUID near = service.product(new Bucket(7), 1);
        UUID far = service.product(new Bucket(Bucket.COUNT - 1), 2);
        UUID nobody = service.ids.next();

        Answer answer = service.asPayments(
                "GET", "/internal/products?id=%s&id=%s&id=%s&id=%s".formatted(far, nobody, near, far));

        assertThat(answer.status()).isEqualTo(200);
        List<JsonNode> items = answer.body().path("items").valueStream().toList();
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
    void operatorsCallsAreInTheTrailWithWhatTheyChanged() {
        // A call that a stall ends with 503 is in the trail too.
        StallRetry.run(this::twoCallsAreInTheTrail);
    }

    private void twoCallsAreInTheTrail() {
        String reason = "a test " + UUID.randomUUID();
        Map<String, Object> body = Map.of("name", "a bowl", "price", price(500, "KRW"), "stock", 1, "reason", reason);
        Answer made = service.call("POST", "/ops/products", operator, body, Map.of());
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
    void theDocumentOfTheCallsIsThere() {
        Answer document = service.get("/v3/api-docs", null);

        assertThat(document.status()).isEqualTo(200);
        assertThat(document.body().path("paths").propertyNames())
                .contains("/api/products", "/api/products/{productId}", "/ops/products", "/ops/products/{productId}");
        assertThat(document.body().toString()).doesNotContain("\"others\"");
    }

    private static long version(JsonNode event) {
        return event.path("version").asLong();
    }

    /** All that was told of a product, once so much was. */
    private static List<JsonNode> toldOf(String product, int count) {
        return service.await(
                () -> TopicRecords.of(Topics.CATALOG_CHANGES).stream()
                        .filter(event -> event.path("productId").asString().equals(product))
                        .toList(),
                told -> told.size() >= count);
    }

    private static Answer make(String name, long amount, int stock) {
        return service.call("POST", "/ops/products", operator, body(name, amount, stock), Map.of());
    }

    private static Answer patch(String product, Map<String, Object> body) {
        return service.call("PATCH", "/ops/products/" + product, operator, body, Map.of());
    }

    private static Map<String, Object> body(String name, long amount, int stock) {
        return Map.of("name", name, "price", price(amount, "KRW"), "stock", stock, "reason", "a test");
    }

    private static Map<String, Object> price(long amount, String currency) {
        return Map.of("amount", amount, "currency", currency);
    }
}
