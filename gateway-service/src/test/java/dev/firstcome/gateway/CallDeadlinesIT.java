package dev.firstcome.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.gateway.Gateway.Response;
import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.platform.deadlines.RequestDeadline.DeadlineHeaders;
import dev.firstcome.testsupport.StallRetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** The deadline headers of requests to services, and the connections on which these requests are sent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallDeadlinesIT {
    private static final int RESPONSE_TIMEOUT_MILLIS = 1_000;

    /** The gateway reads the time of day only at its start. */
    private static final int CLOCK_TOLERANCE_MILLIS = 5_000;

    private static final int ROUNDS = 25;
    private static final int CALLERS = 6;
    private static final String ORIGIN = "https://shop.example";

    private SerialService serial;
    private Gateway gateway;

    @BeforeAll
    void open() {
        serial = new SerialService();
        gateway = new Gateway(
                SharedInfrastructure.get().redisCache(),
                "--gateway.services.catalog-service=" + serial.address(),
                "--gateway.door.cors-origins=" + ORIGIN,
                "--gateway.door.in-flight-max=" + 2 * CALLERS,
                "--gateway.rate-limit.per-second=1000",
                "--gateway.rate-limit.burst=1000",
                "--spring.cloud.gateway.server.webflux.httpclient.response-timeout=" + RESPONSE_TIMEOUT_MILLIS + "ms");
    }

    @AfterAll
    void close() {
        gateway.close();
        serial.close();
    }

    @Test
    void aRequestCarriesItsSendTimeAndWhatIsLeftOfTheTimeOut() {
        StallRetry.run(() -> {
            long before = System.currentTimeMillis();
            JsonNode first = headersOf(gateway.get(gateway.as(UUID.randomUUID(), "/api/coupons")));
            JsonNode second = headersOf(gateway.get(gateway.as(UUID.randomUUID(), "/api/coupons")));
            long after = System.currentTimeMillis();

            assertThat(number(first, DeadlineHeaders.SENT))
                    .isBetween(before - CLOCK_TOLERANCE_MILLIS, after + CLOCK_TOLERANCE_MILLIS);
            assertThat(number(second, DeadlineHeaders.SENT))
                    .isGreaterThanOrEqualTo(number(first, DeadlineHeaders.SENT));
            assertThat(number(first, DeadlineHeaders.BUDGET)).isBetween(1L, (long) RESPONSE_TIMEOUT_MILLIS);
            assertThat(value(second, DeadlineHeaders.CLOCK))
                    .isEqualTo(value(first, DeadlineHeaders.CLOCK))
                    .isNotEmpty();
        });
    }

    @Test
    void aClientCannotSetADeadline() {
        JsonNode headers = headersOf(gateway.get(gateway.as(UUID.randomUUID(), "/api/coupons")
                .header(DeadlineHeaders.SENT, "1")
                .header(DeadlineHeaders.BUDGET, "999999")
                .header(DeadlineHeaders.CLOCK, "forged")));

        assertThat(number(headers, DeadlineHeaders.SENT)).isGreaterThan(1);
        assertThat(number(headers, DeadlineHeaders.BUDGET)).isLessThanOrEqualTo(RESPONSE_TIMEOUT_MILLIS);
        assertThat(value(headers, DeadlineHeaders.CLOCK)).isNotEqualTo("forged");
    }

    @Test
    void a504SaysThatTheOutcomeIsUnknownAndHowToRepeatTheRequest() {
        Response english = gateway.get(gateway.as(UUID.randomUUID(), "/api/coupons/never"));
        Response korean =
                gateway.get(gateway.as(UUID.randomUUID(), "/api/coupons/never").header("Accept-Language", "ko"));

        assertThat(List.of(english.code(), korean.code())).containsOnly("TIMEOUT");
        assertThat(english.body().path("detail").asString(""))
                .contains("outcome is unknown")
                .contains("same Idempotency-Key");
        assertThat(korean.body().path("detail").asString(""))
                .contains("알 수 없습니다")
                .contains("Idempotency-Key");
    }

    /** Callers disturb each other only if a connection is reused while an answer is still to come on it. */
    @Test
    void noRequestIsSentOnAConnectionWhoseAnswerIsStillToCome() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        int before = serial.requests();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                SplittableRandom own = random.split();
                callers.add(threads.submit(() -> {
                    disturb(own);
                    return null;
                }));
            }
            for (Future<?> caller : callers) {
                caller.get();
            }
        }

        assertThat(serial.requests() - before).isGreaterThan(CALLERS * ROUNDS);
        assertThat(serial.earlyRequests())
                .as("requests on a busy connection; seed %d", seed)
                .isZero();
    }

    /** Each round ends with an ordinary call, which must be answered. */
    private void disturb(SplittableRandom random) throws IOException {
        String token = gateway.service.token(UUID.randomUUID());
        for (int round = 0; round < ROUNDS; round++) {
            long millis = random.nextLong(20, 300);
            switch (random.nextInt(3)) {
                case 0 ->
                    gateway.send(gateway.as(UUID.randomUUID(), "/api/products/slow-" + millis)
                            .method("HEAD", BodyPublishers.noBody()));
                case 1 -> cancel("/api/products/slow-" + millis, token, random.nextInt(100));
                default -> timeOut(random.nextBoolean(), millis);
            }
            Response ordinary = gateway.get(gateway.to("/api/products"));
            assertThat(ordinary.status()).as("an ordinary call").isEqualTo(200);
        }
    }

    /** The service answers shortly before or after the time-out of the gateway. */
    private void timeOut(boolean near, long millis) {
        long busy = near ? RESPONSE_TIMEOUT_MILLIS - 5 + millis % 10 : RESPONSE_TIMEOUT_MILLIS + millis;
        Response answer = gateway.get(gateway.to("/api/products/slow-" + busy));
        assertThat(answer.status()).isIn(200, 504);
    }

    /** Sends a request and resets the connection after a moment. */
    private void cancel(String path, String token, int millis) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            String request = "GET %s HTTP/1.1\r\nHost: shop\r\nAuthorization: Bearer %s\r\n\r\n";
            socket.getOutputStream().write(request.formatted(path, token).getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(millis + 1);
            socket.setSoLinger(true, 0);
            try {
                socket.getInputStream().read();
            } catch (SocketTimeoutException moment) {
                // closed before the answer
            }
        }
    }

    @Test
    void aBrowserSeesTheRefusalOfTheLimitOfCallsInFlight() throws Exception {
        StallRetry.run(this::refusalAtTheLimit);
    }

    private void refusalAtTheLimit() throws ExecutionException, InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Response>> busy = new ArrayList<>();
            for (int i = 0; i < 2 * CALLERS; i++) {
                busy.add(threads.submit(() -> gateway.get(gateway.as(UUID.randomUUID(), "/api/coupons/never"))));
            }
            Gateway.await(() -> gateway.gauge("firstcome.gateway.in-flight") >= 2 * CALLERS);
            Response refused =
                    gateway.get(gateway.as(UUID.randomUUID(), "/api/coupons").header("Origin", ORIGIN));
            Response preflight = gateway.send(gateway.to("/api/coupons")
                    .header("Origin", ORIGIN)
                    .header("Access-Control-Request-Method", "GET")
                    .method("OPTIONS", BodyPublishers.noBody()));
            for (Future<Response> call : busy) {
                call.get();
            }

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
            assertThat(refused.header("Access-Control-Expose-Headers")).contains("Retry-After");
            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(preflight.status()).isEqualTo(200);
            assertThat(preflight.header("Access-Control-Allow-Methods")).contains("GET");
        }
        Gateway.await(() -> gateway.gauge("firstcome.gateway.in-flight") == 0);
    }

    /** The stub answers with the headers that it received, with its own spelling of their names. */
    private static JsonNode headersOf(Response answer) {
        assertThat(answer.status()).isEqualTo(200);
        return answer.body().path("headers");
    }

    private static String value(JsonNode headers, String name) {
        String spelling = name.substring(0, 1) + name.substring(1).toLowerCase(Locale.ROOT);
        return headers.path(spelling).path(0).asString("");
    }

    private static long number(JsonNode headers, String name) {
        return Long.parseLong(value(headers, name));
    }
}
