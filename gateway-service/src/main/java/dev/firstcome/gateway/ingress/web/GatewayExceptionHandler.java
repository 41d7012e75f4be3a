package dev.firstcome.gateway.ingress.web;

import dev.firstcome.platform.problems.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

/** Maps every exception of the gateway to a problem document with a stable code. */
@Component
@Order(-2) // precedes Spring Boot's handler, which writes a different format
final class GatewayExceptionHandler implements ErrorWebExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(GatewayExceptionHandler.class);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final ProblemWriter problems;

    GatewayExceptionHandler(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(
                    failure); // the response has begun: an aborted connection signals the failure to the client
        }
        if (failure instanceof ProblemException known) {
            return problems.write(exchange, known);
        }
        HttpStatus status = statusOf(failure);
        if (status == HttpStatus.INTERNAL_SERVER_ERROR) {
            log.error("gateway: unexpected exception while handling a request", failure);
        }
        return problems.write(
                exchange, status, codeOf(status), status == HttpStatus.SERVICE_UNAVAILABLE ? RETRY_DELAY : null);
    }

    private static HttpStatus statusOf(Throwable failure) {
        return switch (failure) {
            case ErrorResponse known -> statusOf(known.getStatusCode());
            case PoolAcquirePendingLimitException full -> HttpStatus.SERVICE_UNAVAILABLE;
            case PoolAcquireTimeoutException full -> HttpStatus.SERVICE_UNAVAILABLE;
            case TimeoutException late -> HttpStatus.GATEWAY_TIMEOUT;
            case AbortedException aborted -> HttpStatus.SERVICE_UNAVAILABLE;
            case IOException unreachable -> HttpStatus.SERVICE_UNAVAILABLE;
            default -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    }

    private static HttpStatus statusOf(HttpStatusCode code) {
        HttpStatus status = HttpStatus.resolve(code.value());
        if (status == null) {
            return HttpStatus.INTERNAL_SERVER_ERROR;
        }
        return status == HttpStatus.BAD_GATEWAY ? HttpStatus.SERVICE_UNAVAILABLE : status;
    }

    private static String codeOf(HttpStatus status) {
        return switch (status) {
            case BAD_REQUEST -> "BAD_REQUEST";
            case UNAUTHORIZED -> "UNAUTHENTICATED";
            case FORBIDDEN -> "FORBIDDEN";
            case NOT_FOUND -> "NOT_FOUND";
            case METHOD_NOT_ALLOWED -> "METHOD_NOT_ALLOWED";
            case CONTENT_TOO_LARGE -> "BODY_TOO_LARGE";
            case SERVICE_UNAVAILABLE -> "UNAVAILABLE";
            case GATEWAY_TIMEOUT -> "TIMEOUT";
            default -> status.is4xxClientError() ? "BAD_REQUEST" : "INTERNAL";
        };
    }
}
