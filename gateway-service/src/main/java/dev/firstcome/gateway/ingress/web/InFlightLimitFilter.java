package dev.firstcome.gateway.ingress.web;

import dev.firstcome.gateway.ingress.IngressProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Sheds load: rejects a request before any work while the number of concurrent requests is at its limit. A queue would
 * only process requests whose clients have already timed out and retried. A stream counts as a request until its
 * response begins. Open streams have a separate limit, so they take no permits from ordinary requests.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2) // after the CORS filter
final class InFlightLimitFilter implements WebFilter {
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
    private static final Duration STREAM_RETRY_DELAY = Duration.ofSeconds(5);

    private final Permits requests;
    private final Permits streams;
    private final ProblemWriter problems;
    private final StreamShutdownLifecycle streamShutdown;
    private final Counter shedRequests;
    private final Counter rejectedStreams;

    InFlightLimitFilter(
            IngressProperties properties,
            ProblemWriter problems,
            StreamShutdownLifecycle streamShutdown,
            MeterRegistry meters) {
        this.streamShutdown = streamShutdown;
        this.requests = new Permits(properties.inFlightMax());
        this.streams = new Permits(properties.streamsMax());
        this.problems = problems;
        this.shedRequests = meters.counter("firstcome.gateway.shed");
        this.rejectedStreams = meters.counter("firstcome.gateway.streams.refused");
        meters.gauge("firstcome.gateway.in-flight", requests, Permits::used);
        meters.gauge("firstcome.gateway.streams", streams, Permits::used);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return StreamRequests.isStream(exchange.getRequest())
                ? filterStream(exchange, chain)
                : filterRequest(exchange, chain);
    }

    private Mono<Void> filterRequest(ServerWebExchange exchange, WebFilterChain chain) {
        return requests.tryAcquire() ? chain.filter(exchange).doFinally(signal -> requests.release()) : shed(exchange);
    }

    private Mono<Void> filterStream(ServerWebExchange exchange, WebFilterChain chain) {
        if (!streams.tryAcquire()) {
            rejectedStreams.increment();
            return problems.write(exchange, HttpStatus.TOO_MANY_REQUESTS, "TOO_MANY_STREAMS", STREAM_RETRY_DELAY);
        }
        if (!requests.tryAcquire()) {
            streams.release();
            return shed(exchange);
        }
        AtomicBoolean inFlight = new AtomicBoolean(true);
        Runnable releaseRequest = () -> {
            if (inFlight.getAndSet(false)) {
                requests.release();
            }
        };
        exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(releaseRequest));
        return streamShutdown.untilShutdown(chain.filter(exchange)).doFinally(signal -> {
            releaseRequest.run();
            streams.release();
        });
    }

    private Mono<Void> shed(ServerWebExchange exchange) {
        shedRequests.increment();
        return problems.write(exchange, HttpStatus.SERVICE_UNAVAILABLE, "UNAVAILABLE", RETRY_DELAY);
    }

    /** A bounded number of permits. Each permit is released exactly once. Thread-safe and non-blocking. */
    private static final class Permits {
        private final AtomicInteger used = new AtomicInteger();
        private final int max;

        Permits(int max) {
            this.max = max;
        }

        boolean tryAcquire() {
            if (used.incrementAndGet() <= max) {
                return true;
            }
            used.decrementAndGet();
            return false;
        }

        void release() {
            used.decrementAndGet();
        }

        int used() {
            return used.get();
        }
    }
}
