package dev.firstcome.payment;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.local.layout.Secrets;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.layout.ServiceKeyFolders;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.ShardConnectionDetails;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.platform.testing.StatementRecorder;
import dev.firstcome.testsupport.Eventually;
import dev.firstcome.testsupport.StallRetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service on real infrastructure, with its own simulated provider and shop, and an HTTP client for it. */
public final class RunningPaymentService implements AutoCloseable {
    private static final String NAME = "payment-service";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    final TestTokens tokens = new TestTokens();
    public final BucketedIds ids = new BucketedIds(Clock.systemUTC());
    final TestShop shop = new TestShop();
    final ProviderSimulator provider;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;
    private final String base;

    /** @param properties command-line arguments that override settings */
    public RunningPaymentService(String... properties) {
        int port = ProviderSimulator.freePort();
        provider = new ProviderSimulator(port);
        PlatformDescription platform = SharedInfrastructure.get();
        PlatformDescription.Database database = platform.database(NAME);
        ServiceKeyFolders keys = serviceKeys();
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=" + port,
                "--platform.acquire-timeout=30s",
                "--platform.tokens.fetch-timeout=30s",
                "--payment.stripe.connect-timeout=30s",
                "--platform.tokens.jwks-uri=" + tokens.uri(),
                "--platform.service.name=" + NAME,
                "--platform.service.key=" + keys.privateKey(NAME),
                "--platform.service.public-keys=" + keys.publicKeys(),
                "--platform.outbox.username=" + database.relayRole(),
                "--platform.outbox.password=" + database.relayPassword(),
                "--payment.shop.catalog-service=" + shop.url(),
                "--payment.shop.coupon-service=" + shop.url(),
                "--payment.reconciliation.every=0",
                "--payment.stripe.api-base=" + provider.url(),
                "--payment.stripe.secret-key=" + ProviderSimulator.API_KEY,
                "--payment.stripe.webhook-secret=" + ProviderSimulator.WEBHOOK_SECRET));
        platform.kafka()
                .settings(NAME)
                .forEach((name, value) -> arguments.add("--spring.kafka.properties[" + name + "]=" + value));
        arguments.addAll(List.of(properties));
        await(provider::isReady);
        context = new SpringApplicationBuilder(PaymentApplication.class, RealInfrastructure.class)
                .run(arguments.toArray(String[]::new));
        base = "http://127.0.0.1:" + port;
        await(() -> get("/actuator/health/readiness", null).status() == 200);
        removeOpenPaymentsOfEarlierTests();
    }

    /**
     * Deletes open payments of earlier tests: the provider of those tests has stopped, and this one has no such
     * charges.
     */
    private void removeOpenPaymentsOfEarlierTests() {
        for (String shard : bean(Shards.class).map().shards()) {
            bean(Shards.class).executeOn(shard, () -> {
                JdbcClient jdbc = bean(JdbcClient.class);
                jdbc.sql("delete from refund where due_at is not null").update();
                jdbc.sql("delete from payment where due_at is not null").update();
            });
        }
    }

    private static ServiceKeyFolders serviceKeys() {
        try {
            ServiceKeyFolders made = new Secrets(Files.createTempDirectory("service-keys")).serviceKeys();
            ServiceDefinition.ALL.forEach(service -> made.privateKey(service.name()));
            return made;
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** Has no annotation, so that the component scan of the service does not find it. */
    static class RealInfrastructure {
        private final PlatformDescription platform = SharedInfrastructure.get();

        @Bean
        ShardConnectionDetails realShards() {
            PlatformDescription.Database database = platform.database(NAME);
            return () -> platform.shards().stream()
                    .map(shard -> new ShardConnectionDetails.Shard(
                            shard.name(),
                            shard.jdbcUrl(database),
                            database.role(),
                            database.password(),
                            database.ownerRole(),
                            database.ownerPassword()))
                    .toList();
        }

        @Bean
        KafkaConnectionDetails realKafka() {
            return () -> List.of(platform.kafka().bootstrapServers().split(","));
        }

        @Bean
        static StatementRecorder statementRecorder() {
            return new StatementRecorder();
        }
    }

    record Response(int status, HttpResponse<String> response, JsonNode body) {
        String code() {
            return body.path("code").asString("");
        }

        String text(String field) {
            return body.path(field).asString("");
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        UUID id() {
            return UUID.fromString(text("paymentId"));
        }
    }

    Response get(String path, @Nullable String token) {
        return call("GET", path, token, null, Map.of());
    }

    Response post(String path, @Nullable String token, @Nullable Object body, Map<String, String> headers) {
        return call("POST", path, token, body, headers);
    }

    Response call(
            String method, String path, @Nullable String token, @Nullable Object body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(
                                        body instanceof String text ? text : JSON.writeValueAsString(body)));
        headers.forEach(request::header);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        // During a stall, timeouts of the service expire. It then changes nothing and responds with 503.
        return StallRetry.get(
                () -> send(request.build()),
                answer -> answer.status() == 503 || answer.code().equals("IDEMPOTENCY_IN_PROGRESS"));
    }

    private Response send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            boolean isJson =
                    response.headers().firstValue("Content-Type").orElse("").contains("json");
            JsonNode json = isJson ? JSON.readTree(response.body()) : JSON.createObjectNode();
            return new Response(response.statusCode(), response, json);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** Returns the body of an order for one item of the product, paid by the card. */
    static Map<String, Object> orderBody(UUID product, String card) {
        return Map.of("items", List.of(Map.of("productId", product, "quantity", 1)), "paymentMethod", card);
    }

    /** Returns the body of an order for one item of the product, with a coupon. */
    static Map<String, Object> withCoupon(UUID product, UUID coupon) {
        Map<String, Object> body = new HashMap<>(orderBody(product, "pm_card_visa"));
        body.put("couponId", coupon);
        return body;
    }

    Response order(UUID user, Object body, String key) {
        return post("/api/payments", tokens.of(user), body, Map.of("Idempotency-Key", key));
    }

    Response order(UUID user, Object body) {
        return order(user, body, UUID.randomUUID().toString());
    }

    Response payment(UUID user, UUID paymentId) {
        return get("/api/payments/" + paymentId, tokens.of(user));
    }

    /** Waits until the payment has the state. */
    Response awaitState(UUID user, UUID paymentId, String state) {
        return await(
                () -> payment(user, paymentId), answer -> answer.text("state").equals(state));
    }

    /** Returns a captured payment for one item of the product. */
    UUID capturedPayment(UUID user, UUID product) {
        UUID payment = order(user, orderBody(product, "pm_card_visa")).id();
        awaitState(user, payment, "CAPTURED");
        return payment;
    }

    /** @param seen the last event id that the client has; null: none */
    PaymentStreamClient openStream(UUID user, UUID paymentId, @Nullable String seen) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(base + "/api/payments/" + paymentId + "/events"))
                .header("Authorization", "Bearer " + tokens.of(user));
        return new PaymentStreamClient((seen == null ? request : request.header("Last-Event-ID", seen)).build());
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Queries one value from the shard of the payment. */
    <T> T queryValue(UUID paymentId, Class<T> type, String query) {
        Supplier<T> read = () -> bean(JdbcClient.class)
                .sql(query)
                .param("payment", paymentId)
                .query(type)
                .single();
        return StallRetry.get(() -> bean(Shards.class).read(BucketedIds.bucketOf(paymentId), read), value -> false);
    }

    /** Updates rows in the shard of the payment. */
    void update(UUID paymentId, String statement) {
        update(paymentId, jdbc -> jdbc.sql(statement).param("payment", paymentId));
    }

    void update(UUID paymentId, Function<JdbcClient, JdbcClient.StatementSpec> statement) {
        StallRetry.run(() -> bean(Shards.class)
                .execute(
                        BucketedIds.bucketOf(paymentId),
                        () -> statement.apply(bean(JdbcClient.class)).update()));
    }

    /** Inserts a balanced but wrong posting. */
    void insertCorrection(UUID payment, long amount) {
        int bucket = BucketedIds.bucketOf(payment).number();
        update(payment, """
                insert into ledger_entry (bucket, posting_id, line, payment_id, kind, account, currency, amount)
                select %d, '%s', line, :payment, 'CORRECTION', account, 'KRW', amount
                from (values (1, 'PROVIDER', %d), (2, 'SALES', %d)) as entry (line, account, amount)""".formatted(bucket, UUID.randomUUID(), amount, -amount));
    }

    void await(BooleanSupplier condition) {
        await(condition::getAsBoolean, result -> result);
    }

    <T> T await(Supplier<T> value, Predicate<T> condition) {
        return Eventually.get("the expected value", TIMEOUT, value::get, condition);
    }

    @Override
    public void close() {
        context.close();
        http.close();
        shop.close();
        provider.close();
        tokens.close();
    }
}
