package dev.firstcome.gateway.audit.web;

import dev.firstcome.gateway.audit.WrittenCalls;
import dev.firstcome.platform.audit.AuditNote;
import dev.firstcome.platform.audit.AuditTrail;
import dev.firstcome.platform.audit.OperatorPaths;
import dev.firstcome.platform.problems.Problem;
import java.security.Principal;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/**
 * Puts every operator's call that no service puts there into the trail: what the gateway answers itself, and what it could
 * not pass on. It stands behind security, as its twin in the services does: calls of others write nothing.
 */
@Component
@Order(0) // security's chain is at -100
final class OperatorCalls implements WebFilter {
    private static final int TEXT_MAX = 500;

    private final AuditTrail trail;

    OperatorCalls(AuditTrail trail) {
        this.trail = trail;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!OperatorPaths.include(exchange.getRequest().getPath().value())) {
            return chain.filter(exchange);
        }
        return exchange.getPrincipal()
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("a call passed security without a caller")))
                .flatMap(operator -> watch(operator, exchange, chain));
    }

    private Mono<Void> watch(Principal operator, ServerWebExchange exchange, WebFilterChain chain) {
        if (!trail.hasRoom()) {
            return Mono.error(Problem.unavailable());
        }
        exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> answered(operator, exchange)));
        return chain.filter(exchange).doFinally(end -> {
            if (end == SignalType.CANCEL) { // who asked is gone; what was asked may have been done
                write(operator, exchange, "FAILED");
            }
        });
    }

    private void answered(Principal operator, ServerWebExchange exchange) {
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        boolean passed = exchange.getAttribute(ServerWebExchangeUtils.CLIENT_RESPONSE_ATTR) != null;
        if (passed && (status == null || !isRefused(status))) {
            exchange.getAttributes().put(WrittenCalls.ATTRIBUTE, true); // by the service that answered
        }
        write(operator, exchange, status == null ? "200" : Integer.toString(status.value()));
    }

    /** A service writes nothing for those whom its own security refuses. */
    private static boolean isRefused(HttpStatusCode status) {
        return HttpStatus.UNAUTHORIZED.equals(status) || HttpStatus.FORBIDDEN.equals(status);
    }

    private void write(Principal operator, ServerWebExchange exchange, String outcome) {
        if (exchange.getAttributes().put(WrittenCalls.ATTRIBUTE, true) == null) {
            ServerHttpRequest request = exchange.getRequest();
            String action = request.getMethod() + " " + request.getPath().value();
            trail.write(AuditNote.of(
                            operator.getName(), action.substring(0, Math.min(action.length(), TEXT_MAX)), outcome)
                    .inCall(exchange.getResponse().getHeaders().getFirst("X-Request-Id")));
        }
    }
}
