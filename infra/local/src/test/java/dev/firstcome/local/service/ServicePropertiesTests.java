package dev.firstcome.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.PlatformSettings;
import dev.firstcome.local.layout.ProjectRoot;
import dev.firstcome.local.layout.ServiceDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServicePropertiesTests {
    private static final Pattern SECRET = Pattern.compile("password|jaas|[.]keys?[.]|key$");

    @TempDir
    private Path folder = Path.of("");

    private Map<String, Map<String, String>> properties = Map.of();

    @BeforeEach
    void readAll() {
        properties = propertiesOf(new PlatformSettings(9000, 1, true));
    }

    private Map<String, Map<String, String>> propertiesOf(PlatformSettings settings) {
        Layout layout = Layout.of(new ProjectRoot(folder), folder);
        layout.create();
        ServiceProperties all = new ServiceProperties(
                settings,
                layout,
                new ServiceProperties.Infrastructure(
                        "127.0.0.1:9020",
                        List.of("127.0.0.1:9040", "127.0.0.1:9041"),
                        List.of("127.0.0.1:9060"),
                        List.of(
                                new ServiceProperties.ShardAddress(
                                        "pg-1", List.of(9030, 9031), List.of("pg_1", "pg_1_replica_1")),
                                new ServiceProperties.ShardAddress("pg-2", List.of(9032), List.of()))));
        Map<String, Map<String, String>> found = new TreeMap<>();
        ServiceDefinition.ALL.forEach(service ->
                settings.partsOf(service.name()).forEach(part -> found.put(part, all.of(service, part))));
        return found;
    }

    @Test
    void servicesListenWhereTheyAreAndGoWhereOthersAreReached() {
        Map<String, String> gateway = propertiesOf(new PlatformSettings(9000, 1, true, 9500, null, null))
                .getOrDefault("gateway-service", Map.of());

        assertThat(gateway)
                .containsEntry("server.port", "9000")
                .containsEntry("management.server.port", "9009")
                .containsEntry("platform.tokens.jwks-uri", "http://127.0.0.1:9501/.well-known/jwks.json")
                .containsEntry("gateway.services.coupon-service", "http://127.0.0.1:9503");
    }

    @Test
    void everyServiceKnowsKafkaAndTheKeysThatVerifyTokens() {
        assertThat(properties.values())
                .hasSize(5)
                .allSatisfy(own -> assertThat(own)
                        .containsEntry("server.address", "127.0.0.1")
                        .containsEntry("spring.kafka.bootstrap-servers", "127.0.0.1:9020")
                        .containsEntry("platform.tokens.jwks-uri", "http://127.0.0.1:9001/.well-known/jwks.json"));
    }

    @Test
    void aServiceHasItsOwnDatabaseAndTwoRolesOnEachShard() {
        Map<String, String> coupon = of("coupon-service");

        assertThat(coupon)
                .containsEntry("platform.shards[0].name", "pg-1")
                .containsEntry(
                        "platform.shards[0].url",
                        "jdbc:postgresql://127.0.0.1:9030,127.0.0.1:9031/coupon?targetServerType=primary&hostRecheckSeconds=1")
                .containsEntry("platform.shards[0].username", "coupon_service")
                .containsEntry("platform.shards[0].owner-username", "coupon_service_owner")
                .containsEntry("platform.shards[1].url", "jdbc:postgresql://127.0.0.1:9032/coupon");
        assertThat(coupon.get("platform.shards[0].password"))
                .isNotEqualTo(coupon.get("platform.shards[0].owner-password"))
                .isNotEqualTo(of("user-service").get("platform.shards[0].password"));
        assertThat(of("user-service"))
                .containsEntry(
                        "platform.shards[0].url",
                        "jdbc:postgresql://127.0.0.1:9030,127.0.0.1:9031/users?targetServerType=primary&hostRecheckSeconds=1");
        assertThat(of("gateway-service")).doesNotContainKey("platform.shards[0].name");
    }

    @Test
    void onlyWhoKeepsTheStandbysKnowsThem() {
        assertThat(of("payment-service"))
                .containsEntry("payment.standby.names[pg-1]", "pg_1,pg_1_replica_1")
                .doesNotContainKey("payment.standby.names[pg-2]");
        assertThat(of("coupon-service")).doesNotContainKey("payment.standby.names[pg-1]");
    }

    @Test
    void secretsGoOnlyToTheServiceThatNeedsThem() {
        assertThat(of("coupon-service"))
                .containsKeys("coupon.keys.request-id", "coupon.keys.admission", "coupon.draw.key", "coupon.proofs.key")
                .containsEntry("spring.data.redis.cluster.nodes", "127.0.0.1:9040,127.0.0.1:9041");
        assertThat(of("user-service"))
                .containsKeys("user.tokens.key-directory", "user.sign-up.email-key", "user.operator.password");
        assertThat(of("gateway-service").keySet().stream()
                        .filter(key -> SECRET.matcher(key).find()))
                .containsExactlyInAnyOrder(
                        "spring.data.redis.password",
                        "spring.kafka.properties[sasl.jaas.config]",
                        "platform.service.key");
    }

    @Test
    void noTwoServicesShareASecret() {
        assertThat(properties.values().stream()
                        .flatMap(own -> own.entrySet().stream())
                        .filter(setting -> SECRET.matcher(setting.getKey()).find())
                        .filter(setting -> !setting.getKey().startsWith("platform.shards[1]"))
                        .map(Map.Entry::getValue))
                .hasSizeGreaterThan(properties.size())
                .doesNotHaveDuplicates();
    }

    @Test
    void theGatewayKnowsTheServicesBehindItAndTheCache() {
        assertThat(of("gateway-service"))
                .containsEntry("server.port", "9000")
                .containsEntry("management.server.port", "9009")
                .containsEntry("spring.data.redis.cluster.nodes", "127.0.0.1:9060")
                .containsEntry("gateway.services.user-service", "http://127.0.0.1:9001")
                .containsEntry("gateway.services.catalog-service", "http://127.0.0.1:9002")
                .containsEntry("gateway.services.coupon-service", "http://127.0.0.1:9003")
                .containsEntry("gateway.services.payment-service", "http://127.0.0.1:9004");
    }

    @Test
    void twoInstancesServeOnWhenTheyStopAndTheGatewayKnowsBoth() {
        Map<String, Map<String, String>> scaled =
                propertiesOf(new PlatformSettings(9000, 1, true).scaled(Map.of("coupon-service", 2)));

        assertThat(scaled.getOrDefault("gateway-service", Map.of()))
                .containsEntry("gateway.services.coupon-service", "http://127.0.0.1:9003,http://127.0.0.1:9007")
                .containsEntry("gateway.services.user-service", "http://127.0.0.1:9001");
        assertThat(scaled.getOrDefault("coupon-service-2", Map.of()))
                .containsEntry("server.port", "9007")
                .containsEntry("platform.service.name", "coupon-service")
                .containsKey("platform.drain");
        assertThat(scaled.getOrDefault("user-service", Map.of())).doesNotContainKey("platform.drain");
        assertThat(scaled).doesNotContainKey("user-service-2");
    }

    private Map<String, String> of(String service) {
        return properties.getOrDefault(service, Map.of());
    }
}
