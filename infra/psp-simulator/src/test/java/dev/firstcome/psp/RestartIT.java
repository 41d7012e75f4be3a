package dev.firstcome.psp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.StripeClient;
import com.stripe.exception.CardException;
import com.stripe.model.PaymentIntent;
import dev.firstcome.testsupport.Eventually;
import dev.firstcome.testsupport.KillsProcesses;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests which state survives a restart of the process. */
@SuppressWarnings("NullAway.Init")
class RestartIT {
    @TempDir
    private Path folder;

    private Path journal() {
        return folder.resolve("journal");
    }

    @Test
    void theLedgerIdempotencyKeysAndCardFaultsSurvive() throws Exception {
        PaymentIntent paid;
        PaymentIntent declined;
        String ledger;
        String response;
        try (SimulatorFixture simulator = new SimulatorFixture(journal(), null)) {
            paid = simulator.confirm(simulator.create("pm_card_visa"), "pay");
            simulator.refund(paid, 4_000L, "back");
            PaymentIntent created = declined = simulator.create("pm_card_chargeDeclined");
            assertThat(catchThrowableOfType(CardException.class, () -> simulator.confirm(created, "no")))
                    .isNotNull();
            ledger = simulator.get("/simulator/ledger").toString();
            response = confirm(simulator, paid, "pay");
        }
        Files.write(
                journal(), "{\"intent\":{\"id\":\"pi_torn".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);

        try (SimulatorFixture simulator = new SimulatorFixture(journal(), null)) {
            assertThat(simulator.get("/simulator/ledger").toString()).isEqualTo(ledger);
            assertThat(simulator.stripe.v1().paymentIntents().retrieve(paid.getId()))
                    .isEqualTo(paid);
            assertThat(confirm(simulator, paid, "pay")).isEqualTo(response);
            PaymentIntent same = declined;
            assertThat(catchThrowableOfType(CardException.class, () -> simulator.confirm(same, "no"))
                            .getCode())
                    .isEqualTo("card_declined");
            assertThat(simulator.refund(paid, null, "rest").getAmount()).isEqualTo(8_000);
            assertThat(simulator.createAndConfirm("pm_card_visa").getStatus()).isEqualTo("succeeded");
        }
        try (SimulatorFixture simulator = new SimulatorFixture(journal(), null)) {
            assertThat(simulator.get("/simulator/ledger").path("data").size()).isEqualTo(4);
        }
    }

    private static String confirm(SimulatorFixture simulator, PaymentIntent intent, String key)
            throws IOException, InterruptedException {
        return simulator
                .post("/v1/payment_intents/" + intent.getId() + "/confirm", "", key)
                .body();
    }

    @Test
    void unsentEventsAreSentAfterARestart() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            receiver.remainingFailures.set(Integer.MAX_VALUE);
            PaymentIntent paid;
            try (SimulatorFixture simulator = new SimulatorFixture(journal(), receiver.target())) {
                paid = simulator.createAndConfirm("pm_card_visa");
                Eventually.holds("the first attempt", SimulatorFixture.TIMEOUT, () -> receiver.attempts.get() >= 1);
            }
            assertThat(receiver.arrivals).isEmpty();
            receiver.remainingFailures.set(0);

            try (SimulatorFixture simulator = new SimulatorFixture(journal(), receiver.target())) {
                assertThat(receiver.awaitFirst("payment_intent.succeeded").object())
                        .isEqualTo(paid);
            }
        }
    }

    @Test
    void processingResumesAfterARestart() throws Exception {
        PaymentIntent created;
        try (SimulatorFixture simulator = new SimulatorFixture(journal(), null)) {
            created = simulator.create("pm_sim_processing_400");
            assertThat(simulator.confirm(created, "pay").getStatus()).isEqualTo("processing");
        }

        try (SimulatorFixture simulator = new SimulatorFixture(journal(), null)) {
            Eventually.holds(
                    "the intent is captured",
                    SimulatorFixture.TIMEOUT,
                    () -> simulator.status(created).equals("succeeded"));
        }
    }

    @Test
    @KillsProcesses
    void aKilledProcessLosesNoAcknowledgedChange() throws Exception {
        int port = freePort();
        String url = "http://127.0.0.1:" + port;
        StripeClient stripe = SimulatorFixture.client(url, SimulatorFixture.TIMEOUT);
        Process first = startProcess(port);
        PaymentIntent paid;
        try {
            awaitHealth(url, first);
            PaymentIntent created = stripe.v1().paymentIntents().create(SimulatorFixture.order("pm_card_visa"));
            paid = SimulatorFixture.confirm(stripe, created, "pay");
        } finally {
            first.destroyForcibly();
            awaitExit("the killed process has exited", first);
        }

        Process second = startProcess(port);
        try {
            awaitHealth(url, second);
            assertThat(stripe.v1().paymentIntents().retrieve(paid.getId())).isEqualTo(paid);
            assertThat(SimulatorFixture.confirm(stripe, paid, "pay")).isEqualTo(paid);
        } finally {
            second.destroy();
        }
        awaitExit("the process exits after SIGTERM", second);
    }

    private static void awaitExit(String description, Process process) {
        Eventually.holds(description, SimulatorFixture.TIMEOUT, () -> !process.isAlive());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private Process startProcess(int port) throws IOException {
        Path settings = Files.writeString(
                folder.resolve("psp.properties"),
                "port=" + port + "\nsecret-key=" + SimulatorFixture.API_KEY + "\njournal=" + journal() + "\n");
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PspSimulator.class.getName(),
                        settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private static void awaitHealth(String url, Process process) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/health"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            Eventually.holds("the process is healthy", SimulatorFixture.TIMEOUT, () -> {
                assertThat(process.isAlive()).isTrue();
                return http.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            });
        }
    }
}
