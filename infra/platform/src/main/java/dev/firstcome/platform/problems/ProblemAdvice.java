package dev.firstcome.platform.problems;

import java.net.URI;
import org.apache.tomcat.util.http.InvalidParameterException;
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
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Maps each exception of a controller to a problem document with a stable code. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
public final class ProblemAdvice extends ResponseEntityExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    /** Maps an unavailable database or connection pool to 503, which the caller may retry. */
    @ExceptionHandler({
        CannotCreateTransactionException.class,
        TransientDataAccessException.class,
        NonTransientDataAccessResourceException.class
    })
    @Nullable
    ResponseEntity<Object> unavailable(Exception failure, WebRequest request) {
        log.warn("request failed, database unavailable: {}", failure.getMessage());
        ProblemException problem = ProblemException.unavailable();
        return handleErrorResponseException(problem, problem.getHeaders(), problem.getStatusCode(), request);
    }

    /** Maps parameters that Tomcat cannot decode, such as {@code ?q=%ff}. */
    @ExceptionHandler(InvalidParameterException.class)
    @Nullable
    ResponseEntity<Object> malformedParameters(InvalidParameterException malformed, WebRequest request) {
        ProblemException problem = ProblemException.of(HttpStatus.BAD_REQUEST, "BAD_REQUEST");
        return handleErrorResponseException(problem, problem.getHeaders(), problem.getStatusCode(), request);
    }

    /** Rethrows these exceptions to the security filters, which respond by {@link SecurityProblemHandler}. */
    @ExceptionHandler({AuthenticationException.class, AccessDeniedException.class})
    void securityFailure(Exception failure) throws Exception {
        throw failure;
    }

    @ExceptionHandler(Exception.class)
    @Nullable
    ResponseEntity<Object> internalError(Exception failure, WebRequest request) {
        log.error("request failed", failure);
        ProblemException problem = ProblemException.of(HttpStatus.INTERNAL_SERVER_ERROR, "INTERNAL");
        return handleErrorResponseException(problem, problem.getHeaders(), problem.getStatusCode(), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException invalid, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var field = invalid.getBindingResult().getFieldError();
        ProblemException problem = ProblemException.invalid(
                field == null ? "body" : field.getField(),
                field == null ? "" : String.valueOf(field.getDefaultMessage()));
        return handleErrorResponseException(problem, problem.getHeaders(), problem.getStatusCode(), request);
    }

    /** Names the field that cannot be read. A body with a syntax error has none and gets BAD_REQUEST. */
    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException unreadable,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        ProblemException problem = UnreadableField.of(unreadable)
                .map(field -> ProblemException.invalid(field.name(), field.rule()))
                .orElse(null);
        return problem == null
                ? super.handleHttpMessageNotReadable(unreadable, headers, status, request)
                : handleErrorResponseException(problem, problem.getHeaders(), problem.getStatusCode(), request);
    }

    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (body instanceof ProblemDetail document
                && (document.getProperties() == null
                        || !document.getProperties().containsKey(ProblemException.CODE))) {
            String code = codeOf(status);
            document.setType(URI.create("urn:problem:" + code));
            document.setProperty(ProblemException.CODE, code);
        }
        return super.createResponseEntity(body, headers, status, request);
    }

    /** Derives the code of framework errors from their status, such as BAD_REQUEST or METHOD_NOT_ALLOWED. */
    private static String codeOf(HttpStatusCode status) {
        HttpStatus known = HttpStatus.resolve(status.value());
        return known == null ? "HTTP_" + status.value() : known.name();
    }
}
