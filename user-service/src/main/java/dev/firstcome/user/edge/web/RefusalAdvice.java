package dev.firstcome.user.edge.web;

import dev.firstcome.platform.problems.Problem;
import dev.firstcome.user.password.HashingOverloaded;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Words for what this service refuses before or beside its use cases. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RefusalAdvice {
    private final MessageSource messages;

    RefusalAdvice(MessageSource messages) {
        this.messages = messages;
    }

    /** Passwords come faster than the cores can hash them. */
    @ExceptionHandler(HashingOverloaded.class)
    ResponseEntity<ProblemDetail> overloaded(Locale language) {
        return answer(Problem.unavailable(), language);
    }

    /** Found also as the cause of a body that could not be read. */
    @ExceptionHandler(BodyTooLarge.class)
    ResponseEntity<ProblemDetail> tooLarge(Locale language) {
        return answer(Problem.of(HttpStatus.CONTENT_TOO_LARGE, "BODY_TOO_LARGE"), language);
    }

    private ResponseEntity<ProblemDetail> answer(Problem problem, Locale language) {
        return ResponseEntity.status(problem.getStatusCode())
                .headers(problem.getHeaders())
                .body(problem.updateAndGetBody(messages, language));
    }
}
