package dev.firstcome.gateway.door.web;

import dev.firstcome.gateway.door.DoorProperties;
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
 * Refuses calls at once, before anything is done for them, while more are under way than can be answered in time. Work
 * that waits longer than its client does is done for nothing, and its client comes again: so a bounded number is served
 * well, and the others are told when to come. A stream is such work until its answer begins; how many are open after that
 * has a bound of its own, so that they take nothing from ordinary calls.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class InFlightLimit implements WebFilter {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);

    private final Places calls;
    private final Places streams;
    private final ProblemWriter problems;
    private final OpenStreams openStreams;
    private final Counter refused;
    private final Counter refusedStreams;

    InFlightLimit(DoorProperties properties, ProblemWriter problems, OpenStreams openStreams, MeterRegistry meters) {
        this.openStreams = openStreams;
        this.calls = new Places(properties.inFlightMax());
        this.streams = new Places(properties.streamsMax());
        this.problems = problems;
        this.refused = meters.counter("firstcome.gateway.shed");
        this.refusedStreams = meters.counter("firstcome.gateway.streams.refused");
        meters.gauge("firstcome.gateway.in-flight", calls, Places::taken);
        meters.gauge("firstcome.gateway.streams", streams, Places::taken);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return StreamCalls.isStream(exchange.getRequest()) ? stream(exchange, chain) : call(exchange, chain);
    }

    private Mono<Void> call(ServerWebExchange exchange, WebFilterChain chain) {
        return calls.take() ? chain.filter(exchange).doFinally(ended -> calls.free()) : shed(exchange);
    }

    private Mono<Void> stream(ServerWebExchange exchange, WebFilterChain chain) {
        if (!streams.take()) {
            refusedStreams.increment();
            return problems.write(exchange, HttpStatus.TOO_MANY_REQUESTS, "TOO_MANY_STREAMS", LATER);
        }
        if (!calls.take()) {
            streams.free();
            return shed(exchange);
        }
        AtomicBoolean underWay = new AtomicBoolean(true);
        Runnable answered = () -> {
            if (underWay.getAndSet(false)) {
                calls.free();
            }
        };
        exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(answered));
        return openStreams.untilTheEnd(chain.filter(exchange)).doFinally(ended -> {
            answered.run();
            streams.free();
        });
    }

    private Mono<Void> shed(ServerWebExchange exchange) {
        refused.increment();
        return problems.write(exchange, HttpStatus.SERVICE_UNAVAILABLE, "UNAVAILABLE", SOON);
    }

    /** A bounded number of places, each taken and freed once. */
    private static final class Places {
        private final AtomicInteger taken = new AtomicInteger();
        private final int max;

        Places(int max) {
            this.max = max;
        }

        boolean take() {
            if (taken.incrementAndGet() <= max) {
                return true;
            }
            taken.decrementAndGet();
            return false;
        }

        void free() {
            taken.decrementAndGet();
        }

        int taken() {
            return taken.get();
        }
    }
}
