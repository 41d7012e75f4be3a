package dev.firstcome.catalog;

import dev.firstcome.platform.problems.ProblemException;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Maps missing or malformed request parameters and path variables to problem documents that name the field. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class CatalogProblemAdvice {
    private final MessageSource messages;

    CatalogProblemAdvice(MessageSource messages) {
        this.messages = messages;
    }

    @ExceptionHandler(MethodArgumentTypeMismatchException.class)
    ResponseEntity<ProblemDetail> malformedParameter(MethodArgumentTypeMismatchException mismatch, Locale language) {
        return response(ProblemException.invalid(mismatch.getName(), "cannot be parsed"), language);
    }

    @ExceptionHandler(MissingServletRequestParameterException.class)
    ResponseEntity<ProblemDetail> missingParameter(MissingServletRequestParameterException missing, Locale language) {
        return response(ProblemException.invalid(missing.getParameterName(), "is missing"), language);
    }

    private ResponseEntity<ProblemDetail> response(ProblemException problem, Locale language) {
        return ResponseEntity.status(problem.getStatusCode())
                .headers(problem.getHeaders())
                .body(problem.updateAndGetBody(messages, language));
    }
}
