package dev.firstcome.psp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.StripeClient;
import com.stripe.exception.CardException;
import com.stripe.model.PaymentIntent;
import dev.firstcome.testsupport.Eventually;
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

/** What outlives the process. */
@SuppressWarnings("NullAway.Init")
class RestartIT {
    @TempDir
    private Path folder;

    private Path journal() {
        return folder.resolve("journal");
    }

    @Test
    void moneyKeysAndCardsStay() throws Exception {
        PaymentIntent paid;
        PaymentIntent declined;
        String ledger;
        String answer;
        try (Shop shop = new Shop(journal(), null)) {
            paid = shop.confirm(shop.create("pm_card_visa"), "pay");
            shop.refund(paid, 4_000L, "back");
            PaymentIntent made = declined = shop.create("pm_card_chargeDeclined");
            assertThat(catchThrowableOfType(CardException.class, () -> shop.confirm(made, "no")))
                    .isNotNull();
            ledger = shop.get("/simulator/ledger").toString();
            answer = confirmed(shop, paid, "pay");
        }
        Files.write(
                journal(), "{\"intent\":{\"id\":\"pi_torn".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);

        try (Shop shop = new Shop(journal(), null)) {
            assertThat(shop.get("/simulator/ledger").toString()).isEqualTo(ledger);
            assertThat(shop.stripe.v1().paymentIntents().retrieve(paid.getId())).isEqualTo(paid);
            assertThat(confirmed(shop, paid, "pay")).isEqualTo(answer);
            PaymentIntent same = declined;
            assertThat(catchThrowableOfType(CardException.class, () -> shop.confirm(same, "no"))
                            .getCode())
                    .isEqualTo("card_declined");
            assertThat(shop.refund(paid, null, "rest").getAmount()).isEqualTo(8_000);
            assertThat(shop.paid("pm_card_visa").getStatus()).isEqualTo("succeeded");
        }
        try (Shop shop = new Shop(journal(), null)) {
            assertThat(shop.get("/simulator/ledger").path("data").size()).isEqualTo(4);
        }
    }

    private static String confirmed(Shop shop, PaymentIntent intent, String key)
            throws IOException, InterruptedException {
        return shop.post("/v1/payment_intents/" + intent.getId() + "/confirm", "", key)
                .body();
    }

    @Test
    void unsentEventsAreSentInTheNextLife() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            receiver.failuresLeft.set(Integer.MAX_VALUE);
            PaymentIntent paid;
            try (Shop shop = new Shop(journal(), receiver.target())) {
                paid = shop.paid("pm_card_visa");
                Eventually.holds("the first attempt", Shop.BOUND, () -> receiver.tries.get() >= 1);
            }
            assertThat(receiver.taken).isEmpty();
            receiver.failuresLeft.set(0);

            try (Shop shop = new Shop(journal(), receiver.target())) {
                assertThat(receiver.awaitFirst("payment_intent.succeeded").object())
                        .isEqualTo(paid);
            }
        }
    }

    @Test
    void processingGoesOnInTheNextLife() throws Exception {
        PaymentIntent made;
        try (Shop shop = new Shop(journal(), null)) {
            made = shop.create("pm_sim_processing_400");
            assertThat(shop.confirm(made, "pay").getStatus()).isEqualTo("processing");
        }

        try (Shop shop = new Shop(journal(), null)) {
            Eventually.holds(
                    "it is captured", Shop.BOUND, () -> shop.status(made).equals("succeeded"));
        }
    }

    @Test
    void aKilledProcessHasLostNothingThatItAnswered() throws Exception {
        int port = freePort();
        String url = "http://127.0.0.1:" + port;
        StripeClient stripe = Shop.client(url, Shop.BOUND);
        Process first = process(port);
        PaymentIntent paid;
        try {
            awaitHealth(url, first);
            PaymentIntent made = stripe.v1().paymentIntents().create(Shop.order("pm_card_visa"));
            paid = Shop.confirm(stripe, made, "pay");
        } finally {
            first.destroyForcibly();
            awaitEnd("the killed process has ended", first);
        }

        Process second = process(port);
        try {
            awaitHealth(url, second);
            assertThat(stripe.v1().paymentIntents().retrieve(paid.getId())).isEqualTo(paid);
            assertThat(Shop.confirm(stripe, paid, "pay")).isEqualTo(paid);
        } finally {
            second.destroy();
        }
        awaitEnd("SIGTERM ends it", second);
    }

    private static void awaitEnd(String what, Process process) {
        Eventually.holds(what, Shop.BOUND, () -> !process.isAlive());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private Process process(int port) throws IOException {
        Path settings = Files.writeString(
                folder.resolve("psp.properties"),
                "port=" + port + "\nsecret-key=" + Shop.KEY + "\njournal=" + journal() + "\n");
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
            Eventually.holds("it serves", Shop.BOUND, () -> {
                assertThat(process.isAlive()).isTrue();
                return http.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            });
        }
    }
}
