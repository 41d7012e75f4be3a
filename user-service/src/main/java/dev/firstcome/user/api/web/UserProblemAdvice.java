package dev.firstcome.user.api.web;

import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.user.password.HashingOverloadedException;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Maps exceptions that are not thrown by use cases to problem documents of this service. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UserProblemAdvice {
    private final MessageSource messages;

    UserProblemAdvice(MessageSource messages) {
        this.messages = messages;
    }

    /** Passwords arrive faster than the cores can hash them. */
    @ExceptionHandler(HashingOverloadedException.class)
    ResponseEntity<ProblemDetail> overloaded(Locale language) {
        return respond(ProblemException.unavailable(), language);
    }

    /** Spring also matches this exception as the cause of an unreadable request body. */
    @ExceptionHandler(BodyTooLargeException.class)
    ResponseEntity<ProblemDetail> tooLarge(Locale language) {
        return respond(ProblemException.of(HttpStatus.CONTENT_TOO_LARGE, "BODY_TOO_LARGE"), language);
    }

    private ResponseEntity<ProblemDetail> respond(ProblemException problem, Locale language) {
        return ResponseEntity.status(problem.getStatusCode())
                .headers(problem.getHeaders())
                .body(problem.updateAndGetBody(messages, language));
    }
}
