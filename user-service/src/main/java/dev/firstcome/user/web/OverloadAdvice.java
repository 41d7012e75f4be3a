package dev.firstcome.user.web;

import dev.firstcome.platform.problems.Problem;
import dev.firstcome.user.password.HashingOverloaded;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Says 503 with Retry-After where passwords come faster than the cores can hash them. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class OverloadAdvice {
    @ExceptionHandler(HashingOverloaded.class)
    ErrorResponse overloaded() {
        return Problem.unavailable();
    }
}
