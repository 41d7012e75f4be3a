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

/** One try to tell the shop of an event. */
final class Sender implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newBuilder()
            .executor(threads)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final URI url;
    private final Signature signature;
    private final Function<Event, byte[]> bodies;
    private final Clock clock;

    Sender(Webhooks.Target target, Function<Event, byte[]> bodies, Clock clock) {
        this.url = target.url();
        this.signature = new Signature(target.secret());
        this.bodies = bodies;
        this.clock = clock;
    }

    /** Whether the shop took it, which is any answer of 2xx in time. */
    boolean send(Event event) throws InterruptedException {
        byte[] body = bodies.apply(event);
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json; charset=utf-8")
                .header(Signature.HEADER, signature.of(body, clock.millis() / 1000))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        CompletableFuture<HttpResponse<Void>> answer = http.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            // The request's own bound ends with the head of the answer; this one counts its body in.
            int status = answer.get(2 * TIMEOUT.toSeconds(), TimeUnit.SECONDS).statusCode();
            return status >= 200 && status < 300;
        } catch (ExecutionException _) {
            return false;
        } catch (TimeoutException _) {
            answer.cancel(true);
            return false;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdown();
    }
}
