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
import dev.firstcome.platform.tokens.PemKeys;
import dev.firstcome.platform.tokens.ServiceTokens;
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
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The running service, on the real infrastructure or without it, and calls to it. */
public final class CatalogService implements AutoCloseable {
    private static final String NAME = "catalog-service";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static @Nullable CatalogService shared;

    public final TestTokens tokens = new TestTokens();
    public final BucketedIds ids = new BucketedIds(Clock.systemUTC());
    private final ServiceKeyFolders keys = serviceKeys();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;
    private final String base;

    private CatalogService(Class<?> infrastructure, String... properties) {
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

    /** Of all services before the first is asked for: the service looks for new ones only now and then. */
    private static ServiceKeyFolders serviceKeys() {
        try {
            ServiceKeyFolders made = new Secrets(Files.createTempDirectory("service-keys")).serviceKeys();
            ServiceDefinition.ALL.forEach(service -> made.privateKey(service.name()));
            return made;
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** One instance on the real infrastructure for all classes of this JVM; {@link #close()} does not end it. */
    public static synchronized CatalogService shared() {
        CatalogService running = shared;
        if (running == null) {
            running = onRealInfrastructure();
            shared = running;
        }
        return running;
    }

    private static synchronized boolean isShared(CatalogService service) {
        return service == shared;
    }

    /** Has the Kafka rights of the service itself, so that a test fails if one is missing. */
    private static CatalogService onRealInfrastructure() {
        List<String> settings = new ArrayList<>(List.of("--platform.acquire-timeout=30s"));
        SharedInfrastructure.get()
                .kafka()
                .settings(NAME)
                .forEach((name, value) -> settings.add("--spring.kafka.properties[" + name + "]=" + value));
        CatalogService service = new CatalogService(RealInfrastructure.class, settings.toArray(String[]::new));
        service.await(() -> service.get("/actuator/health/readiness", null).status() == 200);
        return service;
    }

    /** Everything it needs is at addresses where nobody listens. */
    static CatalogService withoutInfrastructure() {
        return new CatalogService(
                NoInfrastructure.class,
                "--spring.kafka.bootstrap-servers=127.0.0.1:1",
                "--platform.shards[0].name=pg-1",
                "--platform.shards[0].url=jdbc:postgresql://127.0.0.1:1/catalog",
                "--platform.shards[0].username=nobody",
                "--platform.shards[0].password=none");
    }

    static class NoInfrastructure {}

    /** Not annotated, so that the service's own scan does not find it. */
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
    }

    public record Answer(int status, HttpResponse<String> response, JsonNode body) {
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

    public Answer get(String path, @Nullable String token) {
        return call("GET", path, token, null, Map.of());
    }

    public Answer call(
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
        // A stall lets time-outs of the service expire: then nothing was done, and the answer is 503.
        return StallRetry.get(() -> send(request.build()), answer -> answer.status() == 503);
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            boolean isJson =
                    response.headers().firstValue("Content-Type").orElse("").contains("json");
            JsonNode json = isJson ? JSON.readTree(response.body()) : JSON.createObjectNode();
            return new Answer(response.statusCode(), response, json);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** A call of payment-service; put off, it comes again. */
    public Answer asPayments(String method, String path) {
        return await(
                () -> call(method, path, tokenOf("payment-service", NAME), null, Map.of()),
                answer -> answer.status() != 503);
    }

    /** A token by which one service calls another. */
    public String tokenOf(String service, String audience) {
        return new ServiceTokens(service, PemKeys.privateKey(keys.privateKey(service)), Clock.systemUTC())
                .forCallsOf(audience);
    }

    public String operator() {
        return tokens.of(ids.next(), "OPERATOR");
    }

    public String user() {
        return tokens.of(ids.next());
    }

    /** A product in any bucket. */
    public UUID product(int stock) {
        return product(BucketedIds.bucketOf(ids.next()), stock);
    }

    public UUID product(Bucket bucket, int stock) {
        UUID id = ids.next(bucket);
        NewProduct.Terms terms = new NewProduct.Terms("a kettle", new Price(39_000, "KRW"), stock);
        NewProduct product = new NewProduct(id, terms, ids.next(), id.toString());
        StallRetry.run(() -> part(Products.class).make(product));
        return id;
    }

    /** What stands in a product's row. */
    public record Stock(int left, int reserved) {}

    public Stock stockOf(UUID product) {
        return row(product, "select stock, reserved from product where bucket = ? and product_id = ?");
    }

    /** The quantities of all that is reserved and confirmed of a product, as their own rows say. */
    public Stock heldOf(UUID product) {
        return row(product, """
                select coalesce(sum(quantity) filter (where state = 'CONFIRMED'), 0)::int as stock,
                    coalesce(sum(quantity) filter (where state = 'RESERVED'), 0)::int as reserved
                from stock_reservation where bucket = ? and product_id = ?""");
    }

    private Stock row(UUID product, String query) {
        Bucket bucket = BucketedIds.bucketOf(product);
        Supplier<Stock> read = () -> part(JdbcClient.class)
                .sql(query)
                .params(bucket.number(), product)
                .query((row, number) -> new Stock(row.getInt("stock"), row.getInt("reserved")))
                .single();
        return StallRetry.get(() -> part(Shards.class).read(bucket, read), stock -> false);
    }

    /** What a counter says, over all its tags but these. */
    public double count(String meter, String... tags) {
        return part(MeterRegistry.class).find(meter).tags(tags).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** A part of the service itself. */
    public <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    public void await(BooleanSupplier condition) {
        await(condition::getAsBoolean, holds -> holds);
    }

    public <T> T await(Supplier<T> look, Predicate<T> enough) {
        return Eventually.get("the expected value", TIMEOUT, look::get, enough);
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
