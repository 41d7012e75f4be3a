package dev.firstcome.gateway.audit.web;

import dev.firstcome.gateway.audit.AuditedExchange;
import dev.firstcome.platform.audit.AuditNote;
import dev.firstcome.platform.audit.AuditTrail;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.web.OperatorPaths;
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
 * Writes an audit entry for each operator request that no service audits: responses of the gateway itself and failed
 * forwards. The filter runs after authentication and authorization, like the audit filter of the services, so rejected
 * callers leave no entry.
 */
@Component
@Order(0) // the security filter chain has order -100
final class OperatorAuditFilter implements WebFilter {
    private static final int ACTION_LENGTH_MAX = 500;

    private final AuditTrail trail;

    OperatorAuditFilter(AuditTrail trail) {
        this.trail = trail;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!OperatorPaths.include(exchange.getRequest().getPath().value())) {
            return chain.filter(exchange);
        }
        return exchange.getPrincipal()
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("operator request without a principal")))
                .flatMap(operator -> audit(operator, exchange, chain));
    }

    private Mono<Void> audit(Principal operator, ServerWebExchange exchange, WebFilterChain chain) {
        if (!trail.hasRoom()) {
            return Mono.error(ProblemException.unavailable());
        }
        exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> onResponse(operator, exchange)));
        return chain.filter(exchange).doFinally(signal -> {
            if (signal == SignalType.CANCEL) { // the client disconnected; the request may have taken effect
                write(operator, exchange, "FAILED");
            }
        });
    }

    private void onResponse(Principal operator, ServerWebExchange exchange) {
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        boolean forwarded = exchange.getAttribute(ServerWebExchangeUtils.CLIENT_RESPONSE_ATTR) != null;
        if (forwarded && (status == null || !isRejectedBySecurity(status))) {
            exchange.getAttributes().put(AuditedExchange.ATTRIBUTE, true); // the service has written the entry
        }
        write(operator, exchange, status == null ? "200" : Integer.toString(status.value()));
    }

    /** A service writes no audit entry for a request that its security configuration rejects. */
    private static boolean isRejectedBySecurity(HttpStatusCode status) {
        return HttpStatus.UNAUTHORIZED.equals(status) || HttpStatus.FORBIDDEN.equals(status);
    }

    private void write(Principal operator, ServerWebExchange exchange, String outcome) {
        if (exchange.getAttributes().put(AuditedExchange.ATTRIBUTE, true) == null) {
            ServerHttpRequest request = exchange.getRequest();
            String action = request.getMethod() + " " + request.getPath().value();
            trail.write(AuditNote.of(
                            operator.getName(),
                            action.substring(0, Math.min(action.length(), ACTION_LENGTH_MAX)),
                            outcome)
                    .inCall(exchange.getResponse().getHeaders().getFirst("X-Request-Id")));
        }
    }
}
