package dev.firstcome.payment;

import dev.firstcome.psp.PspSimulator;
import dev.firstcome.testsupport.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the provider simulator as a separate process, and reads its ledger. */
final class ProviderSimulator implements AutoCloseable {
    static final String API_KEY = "sk_test_of_these_tests";
    static final String WEBHOOK_SECRET = "whsec_of_these_tests";
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final int port = freePort();
    private Process process;

    ProviderSimulator(int webhookPort) {
        try {
            folder = Files.createTempDirectory("provider");
            Files.writeString(folder.resolve("settings"), """
                    port=%d
                    secret-key=%s
                    webhook-url=http://127.0.0.1:%d/webhooks/psp
                    webhook-secret=%s
                    journal=%s
                    """.formatted(
                            port, API_KEY, webhookPort, WEBHOOK_SECRET, folder.resolve("journal")));
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
        process = launch();
    }

    private Process launch() {
        try {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            PspSimulator.class.getName(),
                            folder.resolve("settings").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Returns a TCP port that is currently free. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    boolean isReady() {
        try {
            return http.send(
                                    HttpRequest.newBuilder(URI.create(url() + "/health"))
                                            .timeout(BOUND)
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void injectFaults(String body) {
        HttpResponse<String> answer = call("PUT", "/simulator/faults", body);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
    }

    /** Returns the captured amounts of a payment. */
    List<Long> captures(UUID paymentId) {
        return entries("capture", paymentId);
    }

    List<Long> refunds(UUID paymentId) {
        return entries("refund", paymentId);
    }

    String statusOf(String intent) {
        return JSON.readTree(call("GET", "/v1/payment_intents/" + intent, "").body())
                .path("status")
                .asString("");
    }

    private List<Long> entries(String type, UUID paymentId) {
        List<Long> amounts = new ArrayList<>();
        long after = 0;
        while (true) {
            JsonNode page = JSON.readTree(call("GET", "/simulator/ledger?limit=1000&after=" + after, "")
                    .body());
            JsonNode entries = page.path("data");
            if (entries.isEmpty()) {
                return amounts;
            }
            for (JsonNode entry : entries) {
                after = entry.path("entry").asLong();
                if (entry.path("type").asString("").equals(type)
                        && entry.path("payment").asString("").equals(paymentId.toString())) {
                    amounts.add(entry.path("amount").asLong());
                }
            }
        }
    }

    private HttpResponse<String> call(String method, String path, String body) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create(url() + path))
                            .timeout(BOUND)
                            .header("Authorization", "Bearer " + API_KEY)
                            .header("Content-Type", "application/json")
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    void kill() {
        process.destroyForcibly();
        Eventually.holds("the killed provider process has ended", BOUND, () -> !process.isAlive());
    }

    void restart() {
        process = launch();
    }

    @Override
    public void close() {
        kill();
        http.close();
    }
}
