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
 * HTTP transport of the Stripe library over the JDK client, which does not resend requests. A time limit covers the
 * whole call, including a slowly sent response body.
 */
final class StripeHttpClient extends HttpClient {
    /** Headers that the JDK client sets. */
    private static final Set<String> CLIENT_MANAGED_HEADERS =
            Set.of("connection", "content-length", "host", "expect", "upgrade");

    private final java.net.http.HttpClient http;
    private final TimeLimiter limiter;

    StripeHttpClient(java.net.http.HttpClient http, Duration timeout) {
        this.http = http;
        this.limiter = TimeLimiter.of(timeout);
    }

    @Override
    public StripeResponse request(StripeRequest request) throws ApiConnectionException {
        HttpRequest call = call(request);
        try {
            HttpResponse<String> response =
                    limiter.executeFutureSupplier(() -> http.sendAsync(call, HttpResponse.BodyHandlers.ofString()));
            return new StripeResponse(
                    response.statusCode(), HttpHeaders.of(response.headers().map()), response.body());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ApiConnectionException("interrupted while calling " + request.url(), interrupted);
        } catch (Exception failed) { // declared by the limiter: a time-out or the failure of the call
            throw new ApiConnectionException("no response from " + request.url(), failed);
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
            if (!CLIENT_MANAGED_HEADERS.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> call.header(name, value));
            }
        });
        if (content != null) {
            call.setHeader("Content-Type", content.contentType());
        }
        return call.build();
    }
}
