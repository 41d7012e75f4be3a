package dev.firstcome.catalog;

import dev.firstcome.catalog.product.NewProduct;
import dev.firstcome.catalog.product.Price;
import dev.firstcome.catalog.product.Products;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.local.layout.Secrets;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.layout.ServiceKeyFolders;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.ShardConnectionDetails;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.platform.testing.StatementRecorder;
import dev.firstcome.platform.tokens.PemKeys;
import dev.firstcome.platform.tokens.ServiceTokenIssuer;
import dev.firstcome.testsupport.Eventually;
import dev.firstcome.testsupport.StallRetry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running instance of the service, with or without real infrastructure, and an HTTP client for it. */
public final class RunningCatalogService implements AutoCloseable {
    private static final String NAME = "catalog-service";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static @Nullable RunningCatalogService shared;

    public final TestTokens tokens = new TestTokens();
    public final BucketedIds ids = new BucketedIds(Clock.systemUTC());
    private final ServiceKeyFolders keys = serviceKeys();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;
    private final String base;

    private RunningCatalogService(Class<?> infrastructure, String... properties) {
        PlatformDescription.Database database = SharedInfrastructure.get().database(NAME);
        List<String> arguments = new ArrayList<>(List.of(properties));
        arguments.addAll(List.of(
                "--server.port=0",
                "--platform.tokens.jwks-uri=" + tokens.uri(),
                "--platform.tokens.fetch-timeout=30s",
                "--platform.service.name=" + NAME,
                "--platform.service.key=" + keys.privateKey(NAME),
                "--platform.service.public-keys=" + keys.publicKeys(),
                "--platform.outbox.username=" + database.relayRole(),
                "--platform.outbox.password=" + database.relayPassword()));
        context = new SpringApplicationBuilder(CatalogApplication.class, infrastructure)
                .run(arguments.toArray(String[]::new));
        base = "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port");
    }

    /**
     * Creates the keys of all services before the first lookup, because the service refreshes public keys only
     * periodically.
     */
    private static ServiceKeyFolders serviceKeys() {
        try {
            ServiceKeyFolders folders = new Secrets(Files.createTempDirectory("service-keys")).serviceKeys();
            ServiceDefinition.ALL.forEach(service -> folders.privateKey(service.name()));
            return folders;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Returns the instance that all test classes of this JVM share; {@link #close()} does not stop it. */
    public static synchronized RunningCatalogService shared() {
        RunningCatalogService running = shared;
        if (running == null) {
            running = onRealInfrastructure();
            shared = running;
        }
        return running;
    }

    private static synchronized boolean isShared(RunningCatalogService service) {
        return service == shared;
    }

    /** Uses the Kafka credentials of the service itself, so that a missing ACL fails the tests. */
    private static RunningCatalogService onRealInfrastructure() {
        List<String> settings = new ArrayList<>(List.of("--platform.acquire-timeout=30s"));
        SharedInfrastructure.get()
                .kafka()
                .settings(NAME)
                .forEach((name, value) -> settings.add("--spring.kafka.properties[" + name + "]=" + value));
        RunningCatalogService service =
                new RunningCatalogService(RealInfrastructure.class, settings.toArray(String[]::new));
        service.await(() -> service.get("/actuator/health/readiness", null).status() == 200);
        return service;
    }

    /** Starts the service with addresses where no server listens. */
    static RunningCatalogService withoutInfrastructure() {
        return new RunningCatalogService(
                NoInfrastructure.class,
                "--spring.kafka.bootstrap-servers=127.0.0.1:1",
                "--platform.shards[0].name=pg-1",
                "--platform.shards[0].url=jdbc:postgresql://127.0.0.1:1/catalog",
                "--platform.shards[0].username=unknown",
                "--platform.shards[0].password=none");
    }

    static class NoInfrastructure {}

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

    public record Response(int status, HttpResponse<String> response, JsonNode body) {
        String code() {
            return body.path("code").asString("");
        }

        public String text(String field) {
            return body.path(field).asString("");
        }

        public long number(String field) {
            return body.path(field).asLong(-1);
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    public Response get(String path, @Nullable String token) {
        return call("GET", path, token, null, Map.of());
    }

    public Response call(
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
        // A stall can expire timeouts of the service. Then it has changed nothing and responds with 503.
        return StallRetry.get(() -> send(request.build()), response -> response.status() == 503);
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

    /** Calls as payment-service, and retries while the response is 503. */
    public Response asPayments(String method, String path) {
        return await(
                () -> call(method, path, tokenOf("payment-service", NAME), null, Map.of()),
                response -> response.status() != 503);
    }

    /** Returns a service token for calls to the audience. */
    public String tokenOf(String service, String audience) {
        return new ServiceTokenIssuer(service, PemKeys.privateKey(keys.privateKey(service)), Clock.systemUTC())
                .tokenFor(audience);
    }

    public String operator() {
        return tokens.of(ids.next(), "OPERATOR");
    }

    public String user() {
        return tokens.of(ids.next());
    }

    /** Creates a product in any bucket. */
    public UUID product(int stock) {
        return product(BucketedIds.bucketOf(ids.next()), stock);
    }

    public UUID product(Bucket bucket, int stock) {
        UUID id = ids.next(bucket);
        NewProduct.Attributes attributes = new NewProduct.Attributes("a kettle", new Price(39_000, "KRW"), stock);
        NewProduct product = new NewProduct(id, attributes, ids.next(), id.toString());
        StallRetry.run(() -> bean(Products.class).create(product));
        return id;
    }

    /** Stock columns of a product row. */
    public record StockLevel(int available, int reserved) {}

    /** Total quantities of the reservations of a product, by state. */
    public record ReservationTotals(int confirmed, int reserved) {}

    public StockLevel stockOf(UUID product) {
        return readRow(
                product,
                "select stock, reserved from product where bucket = ? and product_id = ?",
                (row, number) -> new StockLevel(row.getInt("stock"), row.getInt("reserved")));
    }

    public ReservationTotals reservationsOf(UUID product) {
        String query = """
                select coalesce(sum(quantity) filter (where state = 'CONFIRMED'), 0)::int as confirmed,
                    coalesce(sum(quantity) filter (where state = 'RESERVED'), 0)::int as reserved
                from stock_reservation where bucket = ? and product_id = ?""";
        return readRow(
                product,
                query,
                (row, number) -> new ReservationTotals(row.getInt("confirmed"), row.getInt("reserved")));
    }

    private <T> T readRow(UUID product, String query, RowMapper<T> mapper) {
        Bucket bucket = BucketedIds.bucketOf(product);
        Supplier<T> read = () -> bean(JdbcClient.class)
                .sql(query)
                .params(bucket.number(), product)
                .query(mapper)
                .single();
        return StallRetry.get(() -> bean(Shards.class).read(bucket, read), result -> false);
    }

    /** Sums the counters of the meter that have these tags. */
    public double count(String meter, String... tags) {
        return bean(MeterRegistry.class).find(meter).tags(tags).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** Returns a bean of the service. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public void await(BooleanSupplier condition) {
        await(condition::getAsBoolean, met -> met);
    }

    public <T> T await(Supplier<T> query, Predicate<T> condition) {
        return Eventually.get("the expected value", TIMEOUT, query::get, condition);
    }

    @Override
    public void close() {
        if (isShared(this)) {
            return;
        }
        context.close();
        http.close();
        tokens.close();
    }
}
