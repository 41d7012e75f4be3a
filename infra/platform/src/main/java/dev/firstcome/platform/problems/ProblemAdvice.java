package dev.firstcome.platform.problems;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Turns every exception that reaches the edge into a problem document with a stable code. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
public final class ProblemAdvice extends ResponseEntityExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    /** A database or a pool that is away: the caller may come again. */
    @ExceptionHandler({
        CannotCreateTransactionException.class,
        TransientDataAccessException.class,
        NonTransientDataAccessResourceException.class
    })
    @Nullable
    ResponseEntity<Object> away(Exception away, WebRequest request) {
        log.warn("unavailable: {}", away.getMessage());
        Problem problem = Problem.unavailable();
        return handleErrorResponseException(problem, problem.getHeaders(), problem.getStatusCode(), request);
    }

    /** Security has its own words for these. */
    @ExceptionHandler({AuthenticationException.class, AccessDeniedException.class})
    void denied(Exception denied) throws Exception {
        throw denied;
    }

    @ExceptionHandler(Exception.class)
    @Nullable
    ResponseEntity<Object> broken(Exception broken, WebRequest request) {
        log.error("a request failed", broken);
        Problem problem = Problem.of(HttpStatus.INTERNAL_SERVER_ERROR, "INTERNAL");
        return handleErrorResponseException(problem, problem.getHeaders(), problem.getStatusCode(), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException invalid, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var field = invalid.getBindingResult().getFieldError();
        Problem problem = Problem.invalid(
                field == null ? "body" : field.getField(),
                field == null ? "" : String.valueOf(field.getDefaultMessage()));
        return handleErrorResponseException(problem, problem.getHeaders(), problem.getStatusCode(), request);
    }

    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (body instanceof ProblemDetail document
                && (document.getProperties() == null
                        || !document.getProperties().containsKey(Problem.CODE))) {
            String code = codeOf(status);
            document.setType(URI.create("urn:problem:" + code));
            document.setProperty(Problem.CODE, code);
        }
        return super.createResponseEntity(body, headers, status, request);
    }

    /** The framework's own refusals are named after their status: BAD_REQUEST, METHOD_NOT_ALLOWED. */
    private static String codeOf(HttpStatusCode status) {
        HttpStatus known = HttpStatus.resolve(status.value());
        return known == null ? "HTTP_" + status.value() : known.name();
    }
}
