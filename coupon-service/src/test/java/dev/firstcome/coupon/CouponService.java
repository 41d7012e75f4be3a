package dev.firstcome.coupon;

import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.proof.LogRangeReader;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.SharedInfrastructure;
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
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.RedisNode;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The running coupon-service, with or without real infrastructure, and an HTTP client for it. */
public final class CouponService implements AutoCloseable {
    private static final String NAME = "coupon-service";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    static final TestProofKeys PROOF_KEYS = new TestProofKeys();

    private static @Nullable CouponService shared;

    final TestTokens tokens = new TestTokens();
    final BucketedIds ids = new BucketedIds(Clock.systemUTC());
    private final HttpClient http = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;
    private final String base;

    private CouponService(Class<?> infrastructure, String... properties) {
        List<String> arguments = new ArrayList<>(List.of(properties));
        arguments.addAll(List.of(
                "--server.port=0",
                "--platform.tokens.jwks-uri=" + tokens.uri(),
                "--platform.tokens.fetch-timeout=30s",
                "--coupon.keys.request-id=" + KEY,
                "--coupon.keys.admission=" + KEY,
                "--coupon.draw.key=" + KEY,
                "--coupon.proofs.key=" + PROOF_KEYS.privateKey(),
                "--coupon.proofs.public-keys=" + PROOF_KEYS.publicKeys()));
        PlatformDescription.Database database = SharedInfrastructure.get().database(NAME);
        arguments.add("--platform.outbox.username=" + database.relayRole());
        arguments.add("--platform.outbox.password=" + database.relayPassword());
        context = new SpringApplicationBuilder(CouponApplication.class, infrastructure)
                .run(arguments.toArray(String[]::new));
        base = "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port");
    }

    /** The credentials of the service itself, so that tests detect missing permissions. */
    private static String[] kafkaLogin() {
        return SharedInfrastructure.get().kafka().settings(NAME).entrySet().stream()
                .map(setting -> "--spring.kafka.properties[" + setting.getKey() + "]=" + setting.getValue())
                .toArray(String[]::new);
    }

    /**
     * Returns the service with default settings on the real infrastructure. Consecutive test classes of this JVM share
     * the instance; {@link #close()} does not stop it.
     */
    public static synchronized CouponService shared() {
        CouponService running = shared;
        if (running == null) {
            running = onRealInfrastructure();
            shared = running;
        }
        return running;
    }

    private static synchronized boolean isShared(CouponService service) {
        return service == shared;
    }

    /** Stops the shared instance, which would own partitions that another instance or a state test needs. */
    public static synchronized void endShared() {
        CouponService running = shared;
        shared = null;
        if (running != null) {
            running.close();
        }
    }

    /**
     * Starts the service on the real infrastructure, as the only instance.
     *
     * @param properties non-default settings, as command line arguments
     */
    static CouponService onRealInfrastructure(String... properties) {
        endShared();
        List<String> all = new ArrayList<>(List.of(kafkaLogin()));
        all.add("--platform.acquire-timeout=30s");
        all.addAll(List.of(properties));
        CouponService service = new CouponService(RealInfrastructure.class, all.toArray(String[]::new));
        service.await(() -> service.get("/actuator/health/readiness", null).status() == 200);
        return service;
    }

    /** Starts the service with closed ports as the addresses of its infrastructure. */
    static CouponService withoutInfrastructure() {
        return new CouponService(
                NoInfrastructure.class,
                "--spring.kafka.bootstrap-servers=127.0.0.1:1",
                "--spring.data.redis.cluster.nodes=127.0.0.1:1",
                "--platform.shards[0].name=pg-1",
                "--platform.shards[0].url=jdbc:postgresql://127.0.0.1:1/coupon",
                "--platform.shards[0].username=unknown",
                "--platform.shards[0].password=none");
    }

    static class NoInfrastructure {}

    /** Not annotated, so that the component scan of the service does not find it. */
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
        static StatementRecorder statementRecorder() {
            return new StatementRecorder();
        }

        @Bean
        KafkaConnectionDetails realKafka() {
            return () -> List.of(platform.kafka().bootstrapServers().split(","));
        }

        @Bean
        DataRedisConnectionDetails realCouponRedis() {
            PlatformDescription.Redis cluster = platform.redisCoupon();
            List<DataRedisConnectionDetails.Node> nodes = cluster.nodes().stream()
                    .map(RedisNode::fromString)
                    .map(node -> new DataRedisConnectionDetails.Node(node.getRequiredHost(), node.getRequiredPort()))
                    .toList();
            return new DataRedisConnectionDetails() {
                @Override
                public String getUsername() {
                    return NAME;
                }

                @Override
                public @Nullable String getPassword() {
                    return cluster.passwords().get(NAME);
                }

                @Override
                public Cluster getCluster() {
                    return () -> nodes;
                }
            };
        }
    }

    record Answer(int status, HttpResponse<String> response, JsonNode body) {
        String code() {
            return body.path("code").asString("");
        }

        String text(String field) {
            return body.path(field).asString("");
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    Answer get(String path, @Nullable String token) {
        return call("GET", path, token, null, Map.of());
    }

    Answer post(String path, @Nullable String token, @Nullable Object body, Map<String, String> headers) {
        return call("POST", path, token, body, headers);
    }

    Answer call(
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
        // After a stall, timeouts of the service expire. It then returns 503, and the call may be retried.
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

    /** Creates a campaign that opens immediately. */
    String openCampaign(long stock) {
        return openCampaign(stock, Map.of());
    }

    String openCampaign(long stock, Map<String, Object> overrides) {
        Map<String, Object> body = new HashMap<>(campaignBody(stock, Duration.ZERO));
        body.putAll(overrides);
        String id = post("/ops/campaigns", operator(), body, Map.of()).text("campaignId");
        await(() -> get("/api/campaigns/" + id, null).text("state").equals("OPEN"));
        return id;
    }

    /**
     * Creates an open campaign in a partition whose log is complete. Other tests truncate logs; a state that is rebuilt
     * from a truncated log lacks the decisions of the deleted records.
     */
    String openCampaignInCompleteLog(long stock) {
        return await(
                () -> openCampaign(stock),
                campaign -> bean(LogRangeReader.class)
                                .start(bean(Campaigns.class)
                                        .find(UUID.fromString(campaign))
                                        .orElseThrow()
                                        .partition())
                        == 0);
    }

    Answer scheduleCampaign(long stock, Duration opensIn) {
        return post("/ops/campaigns", operator(), campaignBody(stock, opensIn), Map.of());
    }

    Answer scheduleCampaign(long stock, Map<String, Object> overrides) {
        Map<String, Object> body = new HashMap<>(campaignBody(stock, Duration.ofHours(1)));
        body.putAll(overrides);
        return post("/ops/campaigns", operator(), body, Map.of());
    }

    Map<String, Object> campaignBody(long stock, Duration opensIn) {
        var now = Clock.systemUTC().instant();
        return Map.of(
                "name",
                "spring sale",
                "stock",
                stock,
                "perUserLimit",
                1,
                "opensAt",
                now.plus(opensIn).toString(),
                "closesAt",
                now.plus(opensIn).plus(Duration.ofHours(1)).toString(),
                "discount",
                Map.of("type", "AMOUNT", "amount", 5000, "currency", "KRW"),
                "validityDays",
                30,
                "reason",
                "a test");
    }

    /** Sends an operator command to a campaign. */
    Answer command(String campaign, String command, Map<String, Object> body) {
        return post("/ops/campaigns/" + campaign + "/" + command, operator(), body, Map.of());
    }

    String operator() {
        return tokens.of(ids.next(), "OPERATOR");
    }

    Answer request(String campaign, UUID user, Map<String, String> headers) {
        return post("/api/campaigns/" + campaign + "/requests", tokens.of(user), null, headers);
    }

    String admission(String campaign, UUID user) {
        return post("/api/campaigns/" + campaign + "/admissions", tokens.of(user), null, Map.of())
                .text("admission");
    }

    /** Requests a coupon and waits for the outcome. */
    Answer outcome(String campaign, UUID user) {
        return outcome(campaign, user, UUID.randomUUID().toString());
    }

    /** Requests a coupon with this idempotency key and waits for the outcome. */
    Answer outcome(String campaign, UUID user, String key) {
        Answer accepted =
                request(campaign, user, Map.of("X-Admission", admission(campaign, user), "Idempotency-Key", key));
        return awaitOutcome(accepted, user);
    }

    /** Waits for the outcome of an accepted request. */
    Answer awaitOutcome(Answer accepted, UUID user) {
        if (accepted.status() != 202) {
            throw new IllegalStateException(accepted.status() + " " + accepted.body());
        }
        return await(
                () -> get(accepted.header("Location"), tokens.of(user)),
                answer -> answer.status() == 200 && !answer.text("state").equals("WAITING"));
    }

    /** Opens the status stream of a request. */
    RequestStreamClient streamOf(String request, UUID user, String... lastEventId) {
        HttpRequest.Builder call = HttpRequest.newBuilder(URI.create(base + request + "/events"))
                .header("Authorization", "Bearer " + tokens.of(user));
        for (String id : lastEventId) {
            call.header("Last-Event-ID", id);
        }
        return new RequestStreamClient(call.build());
    }

    /** Returns a bean of the service. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Returns the number of changes of a coupon since its insertion. */
    long versionOf(UUID coupon, UUID owner) {
        return row(owner, "select version from coupon where coupon_id = ? and user_id = ?", coupon, Long.class);
    }

    boolean isRevoked(UUID coupon, UUID owner) {
        String exists = "select exists (select from coupon_revocation where coupon_id = ? and user_id = ?)";
        return row(owner, exists, coupon, Boolean.class);
    }

    private <T> T row(UUID owner, String query, UUID coupon, Class<T> type) {
        Supplier<T> read = () -> bean(JdbcClient.class)
                .sql(query)
                .params(coupon, owner)
                .query(type)
                .single();
        return StallRetry.get(() -> bean(Shards.class).read(BucketedIds.bucketOf(owner), read), value -> false);
    }

    void await(BooleanSupplier condition) {
        await(condition::getAsBoolean, isTrue -> isTrue);
    }

    <T> T await(Supplier<T> query, Predicate<T> condition) {
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
