package dev.firstcome.psp.webhook;

import dev.firstcome.psp.ledger.Event;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Makes single delivery attempts of webhook events over HTTP. */
final class WebhookSender implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newBuilder()
            .executor(threads)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final URI url;
    private final WebhookSignature signature;
    private final Function<Event, byte[]> bodies;
    private final Clock clock;

    WebhookSender(WebhookDispatcher.Target target, Function<Event, byte[]> bodies, Clock clock) {
        this.url = target.url();
        this.signature = new WebhookSignature(target.secret());
        this.bodies = bodies;
        this.clock = clock;
    }

    /** Returns whether the receiver acknowledged the event with a 2xx response in time. */
    boolean send(Event event) throws InterruptedException {
        byte[] body = bodies.apply(event);
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json; charset=utf-8")
                .header(WebhookSignature.HEADER, signature.of(body, clock.millis() / 1000))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        CompletableFuture<HttpResponse<Void>> response =
                http.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            // The request timeout ends with the response headers; this timeout includes the body.
            int status = response.get(2 * TIMEOUT.toSeconds(), TimeUnit.SECONDS).statusCode();
            return status >= 200 && status < 300;
        } catch (ExecutionException _) {
            return false;
        } catch (TimeoutException _) {
            response.cancel(true);
            return false;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdown();
    }
}
