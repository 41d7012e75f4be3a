package dev.firstcome.gateway.door.web;

import dev.firstcome.platform.problems.Problem;
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

/** Turns whatever went wrong in the gateway into a problem document with a stable code. */
@Component
@Order(-2) // before Spring Boot's own, which writes another form
final class Failures implements ErrorWebExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(Failures.class);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final ProblemWriter problems;

    Failures(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(failure); // half of the answer is out: the connection breaks, so the client knows
        }
        if (failure instanceof Problem known) {
            return problems.write(exchange, known);
        }
        HttpStatus status = statusOf(failure);
        if (status == HttpStatus.INTERNAL_SERVER_ERROR) {
            log.error("a request failed", failure);
        }
        return problems.write(exchange, status, codeOf(status), status == HttpStatus.SERVICE_UNAVAILABLE ? SOON : null);
    }

    private static HttpStatus statusOf(Throwable failure) {
        return switch (failure) {
            case ErrorResponse known -> statusOf(known.getStatusCode());
            case PoolAcquirePendingLimitException full -> HttpStatus.SERVICE_UNAVAILABLE;
            case PoolAcquireTimeoutException full -> HttpStatus.SERVICE_UNAVAILABLE;
            case TimeoutException late -> HttpStatus.GATEWAY_TIMEOUT;
            case AbortedException gone -> HttpStatus.SERVICE_UNAVAILABLE;
            case IOException away -> HttpStatus.SERVICE_UNAVAILABLE;
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
