package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.audit.AuditReader;
import dev.firstcome.local.audit.AuditVerifier;
import dev.firstcome.local.layout.ProjectRoot;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.process.Part;
import dev.firstcome.model.random.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A switch counts everywhere within two seconds, whatever else is away, and is recorded in the end. */
@ExtendWith(SharedPlatformExtension.class)
class SwitchesScenario {
    private static final String COUPONS = "coupons";

    /** Three times what is promised: see what is printed. */
    private static final Duration EVERYWHERE = Duration.ofSeconds(3 * 2);

    private static final Duration BOUND = Duration.ofSeconds(60);

    @Test
    void theIntakeIsClosedEverywhereWhileRedisAndPostgresAreAway(SharedPlatform shop) throws Exception {
        try (ShopperGroup crowd = shop.crowd(1, Seeds.one());
                SwitchClient processes = new SwitchClient(shop.platform())) {
            UUID campaign = shop.opensCampaign(Duration.ofMillis(200), "switched off", 10);
            shop.becomesQuiet();
            List<String> away = partsOf(shop, "redis", "pg");
            away.forEach(shop.platform()::pause);
            try {
                long start = System.nanoTime();
                SwitchClient.Answer set = processes.set(COUPONS, "CLOSED", "everything is away");
                assertThat(set.status()).isEqualTo(200);
                Eventually.holds("all know", EVERYWHERE, () -> processes.allKnow(COUPONS, "CLOSED"));
                Answer refused = Eventually.get(
                        "the intake is closed",
                        EVERYWHERE,
                        () -> request(crowd, campaign),
                        answer -> answer.code().equals("COUPONS_CLOSED"));
                System.out.printf("closed everywhere after %d ms%n", (System.nanoTime() - start) / 1_000_000);
                assertThat(System.nanoTime() - start).isLessThan(EVERYWHERE.toNanos());

                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.text("reason")).isEqualTo("everything is away");
                assertThat(refused.retryAfter()).isNotNull();
            } finally {
                away.forEach(shop.platform()::resume);
            }
            assertThat(processes.set(COUPONS, "AUTO", "everything is back").status())
                    .isEqualTo(200);
            Answer open = Eventually.get(
                    "it takes requests", BOUND, () -> request(crowd, campaign), answer -> answer.status() == 403);
            assertThat(open.code()).isEqualTo("ADMISSION_INVALID");
            shop.becomesQuiet();
        }
    }

    @Test
    void aSettingCountsWhileKafkaTakesNoWritesAndIsRecordedAfterwards(SharedPlatform shop) throws Exception {
        String reason = "Kafka is away " + UUID.randomUUID();
        try (ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor();
                SwitchClient processes = new SwitchClient(shop.platform());
                PlatformTopics topics = new PlatformTopics(shop.description().kafka())) {
            shop.platform().pause("kafka-1");
            try {
                long start = System.nanoTime();
                Future<SwitchClient.Answer> setting = caller.submit(() -> processes.set(COUPONS, "CLOSED", reason));
                Eventually.holds("all know", EVERYWHERE, () -> processes.allKnow(COUPONS, "CLOSED"));
                System.out.printf("known everywhere after %d ms%n", (System.nanoTime() - start) / 1_000_000);
                SwitchClient.Answer set = setting.get(BOUND.toSeconds(), TimeUnit.SECONDS);
                assertThat(set.status()).isEqualTo(200);
                assertThat(set.body().path("recorded").asBoolean()).isFalse();
                assertThat(set.body().path("reached").valueStream()).allMatch(JsonNode::asBoolean);

                aNewGatewayHearsOfIt(shop, processes, reason);
            } finally {
                shop.platform().resume("kafka-1");
            }
            Eventually.holds(
                    "it is recorded",
                    BOUND,
                    () -> topics.records(Topics.PLATFORM_SWITCHES).stream()
                            .anyMatch(record ->
                                    reason.equals(record.path("reason").asString(""))));
            Eventually.holds(
                    "it is in the trail",
                    BOUND,
                    () -> topics.records(Topics.PLATFORM_AUDIT).stream()
                            .anyMatch(
                                    entry -> reason.equals(entry.path("reason").asString(""))));
            assertThat(processes.first().path("recorded").asBoolean()).isTrue();
            assertThat(processes.set(COUPONS, "AUTO", "Kafka is back").status()).isEqualTo(200);
            shop.becomesQuiet();
        }
    }

    private static void aNewGatewayHearsOfIt(SharedPlatform shop, SwitchClient processes, String reason) {
        shop.platform().kill(ServiceDefinition.GATEWAY);
        shop.platform().start(ServiceDefinition.GATEWAY);
        Eventually.holds(
                "the new gateway has heard of it",
                BOUND,
                () -> reason.equals(processes.first().path("reason").asString("")));
    }

    @Test
    void aSettingEndsByItselfAndItsEndIsARecord(SharedPlatform shop) throws Exception {
        try (SwitchClient processes = new SwitchClient(shop.platform());
                PlatformTopics topics = new PlatformTopics(shop.description().kafka())) {
            Instant until = Instant.now().plusSeconds(6);
            assertThat(processes.set(COUPONS, "CLOSED", "for a moment", until).status())
                    .isEqualTo(200);
            assertThat(processes.first().path("value").asString()).isEqualTo("CLOSED");

            Eventually.holds("all know its end", BOUND, () -> processes.allKnow(COUPONS, ""));
            assertThat(Instant.now()).isAfter(until);
            assertThat(processes.first().path("by").asString()).isEqualTo("DEFAULT");
            Eventually.holds(
                    "the end is recorded",
                    BOUND,
                    () -> topics.records(Topics.PLATFORM_SWITCHES)
                            .getLast()
                            .path("reason")
                            .asString("")
                            .contains(until.toString()));
        }
    }

    @Test
    void anOperatorUsesTheCommandLineAndTheTrailIsIntact(SharedPlatform shop) throws Exception {
        String reason = "by hand " + UUID.randomUUID();
        String folder = shop.description().dataDirectory();
        assertThat(command(1, "switch", COUPONS, "SHUT", "--reason", reason, "--data", folder))
                .contains("INVALID_FIELD");
        assertThat(command(2, "switch", COUPONS, "CLOSED", "--data", folder)).contains("--reason");
        assertThat(command(0, "switch", COUPONS, "CLOSED", "--reason", reason, "--for", "90s", "--data", folder))
                .contains("coupons is CLOSED")
                .contains(reason);
        assertThat(command(0, "switch", "--data", folder)).contains("CLOSED");
        assertThat(command(0, "switch", COUPONS, "AUTO", "--reason", reason, "--data", folder))
                .contains("coupons is OPEN");

        theTrailSaysIt(shop, reason);
        AuditVerifier.Report report = Eventually.get(
                "the head of the coupon service's chain is confirmed",
                BOUND,
                () -> AuditReader.verify(shop.description().kafka()),
                found -> found.confirmed() > 0);
        System.out.println(report);
        assertThat(report.faults()).isEmpty();
        assertThat(report.entries()).isGreaterThan(2);
        assertThat(command(0, "audit", "verify", "--data", folder)).contains("intact");
    }

    private static void theTrailSaysIt(SharedPlatform shop, String reason) throws IOException, InterruptedException {
        try (PlatformTopics topics = new PlatformTopics(shop.description().kafka())) {
            shop.opensCampaign(Duration.ofMinutes(30), "in the trail", 1);
            Eventually.holds(
                    "the other service's entry is in the trail",
                    BOUND,
                    () -> topics.records(Topics.PLATFORM_AUDIT).stream()
                            .anyMatch(entry -> entry.path("writer").asString().startsWith(ServiceDefinition.COUPON)
                                    && entry.path("action").asString().equals("POST /ops/campaigns")
                                    && entry.path("outcome").asString().equals("201")
                                    && entry.path("after")
                                            .path("terms")
                                            .path("name")
                                            .asString()
                                            .equals("in the trail")));
            List<JsonNode> entries = Eventually.get(
                    "both are in the trail",
                    BOUND,
                    () -> topics.records(Topics.PLATFORM_AUDIT).stream()
                            .filter(entry -> entry.path("reason").asString("").equals(reason))
                            .toList(),
                    found -> found.size() == 2);
            assertThat(entries.getFirst().path("before").asString()).isEqualTo("OPEN");
            assertThat(entries.getFirst().path("after").path("value").asString())
                    .isEqualTo("CLOSED");
            assertThat(entries.getFirst().path("actor").asString()).isNotEmpty();
        }
    }

    private static Answer request(ShopperGroup crowd, UUID campaign) throws IOException, InterruptedException {
        return crowd.shopper(0).send(Call.post("/api/campaigns/" + campaign + "/requests"));
    }

    private static List<String> partsOf(SharedPlatform shop, String... prefixes) {
        return shop.platform().parts().stream()
                .map(Part::name)
                .filter(name -> List.of(prefixes).stream().anyMatch(name::startsWith))
                .toList();
    }

    /** What the command says; it must end with this code. */
    private static String command(int code, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                ProjectRoot.java().toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.firstcome.local.cli.FirstCome"));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isEqualTo(code);
        return said;
    }
}
