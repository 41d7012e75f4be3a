package dev.firstcome.gateway.door.web;

import dev.firstcome.gateway.door.DoorProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
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
 * well, and the others are told when to come.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class InFlightLimit implements WebFilter {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final AtomicInteger underWay = new AtomicInteger();
    private final int max;
    private final ProblemWriter problems;
    private final Counter refused;

    InFlightLimit(DoorProperties properties, ProblemWriter problems, MeterRegistry meters) {
        this.max = properties.inFlightMax();
        this.problems = problems;
        this.refused = meters.counter("firstcome.gateway.shed");
        meters.gauge("firstcome.gateway.in-flight", underWay);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (underWay.incrementAndGet() > max) {
            underWay.decrementAndGet();
            refused.increment();
            return problems.write(exchange, HttpStatus.SERVICE_UNAVAILABLE, "UNAVAILABLE", SOON);
        }
        return chain.filter(exchange).doFinally(ended -> underWay.decrementAndGet());
    }
}
