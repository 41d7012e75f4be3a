package dev.firstcome.payment.provider.stripe;

import com.stripe.exception.ApiConnectionException;
import com.stripe.net.HttpClient;
import com.stripe.net.HttpContent;
import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import io.github.resilience4j.timelimiter.TimeLimiter;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;

/**
 * How the provider's library calls: over the JDK's client, which never sends a call a second time by itself, and with a bound
 * on the whole of it, however slowly an answer drips.
 */
final class StripeHttp extends HttpClient {
    /** The client sets these itself. */
    private static final Set<String> NOT_OURS = Set.of("connection", "content-length", "host", "expect", "upgrade");

    private final java.net.http.HttpClient http;
    private final TimeLimiter limiter;

    StripeHttp(java.net.http.HttpClient http, Duration bound) {
        this.http = http;
        this.limiter = TimeLimiter.of(bound);
    }

    @Override
    public StripeResponse request(StripeRequest request) throws ApiConnectionException {
        HttpRequest call = call(request);
        try {
            HttpResponse<String> answer =
                    limiter.executeFutureSupplier(() -> http.sendAsync(call, HttpResponse.BodyHandlers.ofString()));
            return new StripeResponse(
                    answer.statusCode(), HttpHeaders.of(answer.headers().map()), answer.body());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ApiConnectionException("stopped while calling " + request.url(), stopped);
        } catch (Exception failed) { // the limiter names no other: a time-out, or whatever the call ended with
            throw new ApiConnectionException("no answer from " + request.url(), failed);
        }
    }

    private static HttpRequest call(StripeRequest request) {
        HttpContent content = request.content();
        HttpRequest.Builder call = HttpRequest.newBuilder(
                        URI.create(request.url().toString()))
                .method(
                        request.method().name(),
                        content == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(content.byteArrayContent()));
        request.headers().map().forEach((name, values) -> {
            if (!NOT_OURS.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> call.header(name, value));
            }
        });
        if (content != null) {
            call.setHeader("Content-Type", content.contentType());
        }
        return call.build();
    }
}
