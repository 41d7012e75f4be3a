package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.local.audit.AuditReader;
import dev.firstcome.local.audit.AuditVerifier;
import dev.firstcome.local.layout.ProjectRoot;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.process.ManagedProcess;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.testsupport.Deadline;
import dev.firstcome.testsupport.Eventually;
import dev.firstcome.testsupport.PromisedTime;
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

/** A switch takes effect in every process within two seconds, also during outages, and its setting is recorded. */
@ExtendWith(SharedPlatformExtension.class)
class SwitchesScenario {
    private static final String COUPONS = "coupons";

    /** The promised propagation time of a switch; the test prints the actual one. */
    private static final Duration PROPAGATION_MAX = PromisedTime.bound(Duration.ofSeconds(2));

    private static final Duration BOUND = Duration.ofSeconds(60);

    @Test
    void theIntakeClosesInAllProcessesDuringARedisAndPostgresOutage(SharedPlatform shop) throws Exception {
        try (ShopperGroup group = shop.signUpShoppers(1, Seeds.one());
                SwitchClient switches = new SwitchClient(shop.platform())) {
            UUID campaign = shop.createCampaign(Duration.ofMillis(200), "switched off", 10);
            shop.awaitQuiescence();
            List<String> paused = processesOf(shop, "redis", "pg");
            paused.forEach(shop.platform()::pause);
            try {
                long start = System.nanoTime();
                Deadline propagation = Deadline.after(PROPAGATION_MAX);
                SwitchClient.Answer set = switches.set(COUPONS, "CLOSED", "Redis and Postgres are unavailable");
                assertThat(set.status()).isEqualTo(200);
                Eventually.holds(
                        "every service reports the setting",
                        PROPAGATION_MAX,
                        () -> switches.allServicesReport(COUPONS, "CLOSED"));
                Answer refused = Eventually.get(
                        "the intake is closed",
                        PROPAGATION_MAX,
                        () -> request(group, campaign),
                        answer -> answer.code().equals("COUPONS_CLOSED"));
                System.out.printf("closed in all processes after %d ms%n", (System.nanoTime() - start) / 1_000_000);
                assertThat(propagation.isOver()).as("later than " + propagation).isFalse();

                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.text("reason")).isEqualTo("Redis and Postgres are unavailable");
                assertThat(refused.retryAfter()).isNotNull();
            } finally {
                paused.forEach(shop.platform()::resume);
            }
            assertThat(switches.set(COUPONS, "AUTO", "Redis and Postgres are available")
                            .status())
                    .isEqualTo(200);
            Answer open = Eventually.get(
                    "the intake is open", BOUND, () -> request(group, campaign), answer -> answer.status() == 403);
            assertThat(open.code()).isEqualTo("ADMISSION_INVALID");
            shop.awaitQuiescence();
        }
    }

    @Test
    void aSettingTakesEffectDuringAKafkaOutageAndIsRecordedLater(SharedPlatform shop) throws Exception {
        String reason = "Kafka is unavailable " + UUID.randomUUID();
        try (ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor();
                SwitchClient switches = new SwitchClient(shop.platform());
                PlatformTopics topics = new PlatformTopics(shop.description().kafka())) {
            shop.platform().pause("kafka-1");
            try {
                long start = System.nanoTime();
                Future<SwitchClient.Answer> setting = caller.submit(() -> switches.set(COUPONS, "CLOSED", reason));
                Eventually.holds(
                        "every service reports the setting",
                        PROPAGATION_MAX,
                        () -> switches.allServicesReport(COUPONS, "CLOSED"));
                System.out.printf("reported by all services after %d ms%n", (System.nanoTime() - start) / 1_000_000);
                SwitchClient.Answer set = setting.get(BOUND.toSeconds(), TimeUnit.SECONDS);
                assertThat(set.status()).isEqualTo(200);
                assertThat(set.body().path("recorded").asBoolean()).isFalse();
                assertThat(set.body().path("reached").valueStream()).allMatch(JsonNode::asBoolean);

                restartedGatewayHasTheSetting(shop, switches, reason);
            } finally {
                shop.platform().resume("kafka-1");
            }
            Eventually.holds(
                    "the setting is recorded",
                    BOUND,
                    () -> topics.records(Topics.PLATFORM_SWITCHES).stream()
                            .anyMatch(record ->
                                    reason.equals(record.path("reason").asString(""))));
            Eventually.holds(
                    "the setting is in the audit log",
                    BOUND,
                    () -> topics.records(Topics.PLATFORM_AUDIT).stream()
                            .anyMatch(
                                    entry -> reason.equals(entry.path("reason").asString(""))));
            assertThat(switches.firstSwitch().path("recorded").asBoolean()).isTrue();
            assertThat(switches.set(COUPONS, "AUTO", "Kafka is available").status())
                    .isEqualTo(200);
            shop.awaitQuiescence();
        }
    }

    private static void restartedGatewayHasTheSetting(SharedPlatform shop, SwitchClient switches, String reason) {
        shop.platform().kill(ServiceDefinition.GATEWAY);
        shop.platform().start(ServiceDefinition.GATEWAY);
        Eventually.holds(
                "the restarted gateway reports the setting",
                BOUND,
                () -> reason.equals(switches.firstSwitch().path("reason").asString("")));
    }

    @Test
    void aTemporarySettingExpiresAndTheExpiryIsRecorded(SharedPlatform shop) throws Exception {
        try (SwitchClient switches = new SwitchClient(shop.platform());
                PlatformTopics topics = new PlatformTopics(shop.description().kafka())) {
            Instant until = Instant.now().plusSeconds(6);
            assertThat(switches.set(COUPONS, "CLOSED", "for a moment", until).status())
                    .isEqualTo(200);
            assertThat(switches.firstSwitch().path("value").asString()).isEqualTo("CLOSED");

            Eventually.holds("every service reports the expiry", BOUND, () -> switches.allServicesReport(COUPONS, ""));
            assertThat(Instant.now()).isAfter(until);
            assertThat(switches.firstSwitch().path("by").asString()).isEqualTo("DEFAULT");
            Eventually.holds(
                    "the expiry is recorded",
                    BOUND,
                    () -> topics.records(Topics.PLATFORM_SWITCHES)
                            .getLast()
                            .path("reason")
                            .asString("")
                            .contains(until.toString()));
        }
    }

    @Test
    void anOperatorUsesTheCommandLineAndTheAuditLogIsIntact(SharedPlatform shop) throws Exception {
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

        verifyAuditEntries(shop, reason);
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

    private static void verifyAuditEntries(SharedPlatform shop, String reason)
            throws IOException, InterruptedException {
        try (PlatformTopics topics = new PlatformTopics(shop.description().kafka())) {
            shop.createCampaign(Duration.ofMinutes(30), "audited campaign", 1);
            Eventually.holds(
                    "the entry of coupon-service is in the audit log",
                    BOUND,
                    () -> topics.records(Topics.PLATFORM_AUDIT).stream()
                            .anyMatch(entry -> entry.path("writer").asString().startsWith(ServiceDefinition.COUPON)
                                    && entry.path("action").asString().equals("POST /ops/campaigns")
                                    && entry.path("outcome").asString().equals("201")
                                    && entry.path("after")
                                            .path("terms")
                                            .path("name")
                                            .asString()
                                            .equals("audited campaign")));
            List<JsonNode> entries = Eventually.get(
                    "both settings are in the audit log",
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

    private static Answer request(ShopperGroup group, UUID campaign) throws IOException, InterruptedException {
        return group.shopper(0).send(Call.post("/api/campaigns/" + campaign + "/requests"));
    }

    private static List<String> processesOf(SharedPlatform shop, String... prefixes) {
        return shop.platform().parts().stream()
                .map(ManagedProcess::name)
                .filter(name -> List.of(prefixes).stream().anyMatch(name::startsWith))
                .toList();
    }

    /** Runs the command, checks its exit code and returns its output. */
    private static String command(int exitCode, String... arguments) throws IOException, InterruptedException {
        List<String> commandLine = new ArrayList<>(List.of(
                ProjectRoot.java().toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.firstcome.local.cli.FirstCome"));
        commandLine.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(commandLine).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isEqualTo(exitCode);
        return output;
    }
}
