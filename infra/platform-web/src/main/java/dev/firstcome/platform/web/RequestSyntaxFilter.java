package dev.firstcome.platform.web;

import dev.firstcome.platform.problems.SecurityProblemHandler;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Rejects requests that no controller can interpret: 415 for a body that is not JSON, 400 for characters outside visible
 * ASCII in a header that the services read. It runs before authentication and changes nothing.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
public final class RequestSyntaxFilter extends OncePerRequestFilter {
    /** The headers whose values become keys, ids or signatures. Other headers may contain any text. */
    private static final List<String> ASCII_HEADERS = List.of(
            IdempotencyKey.HEADER,
            "Authorization",
            "Last-Event-ID",
            "Prefer",
            "Stripe-Signature",
            "X-Admission",
            "X-Confirm-Duplicate",
            "X-Read-Token");

    private static final Set<String> METHODS_WITH_BODY = Set.of("POST", "PUT", "PATCH");
    private static final MediaType ANY_JSON = MediaType.valueOf("application/*+json");

    private final SecurityProblemHandler problems;

    public RequestSyntaxFilter(SecurityProblemHandler problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!areHeadersAscii(request) || !isAcceptWellFormed(request)) {
            problems.write(request, response, HttpStatus.BAD_REQUEST, "BAD_REQUEST");
        } else if (METHODS_WITH_BODY.contains(request.getMethod()) && !isJsonOrAbsent(request.getContentType())) {
            problems.write(request, response, HttpStatus.UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE");
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean areHeadersAscii(HttpServletRequest request) {
        return ASCII_HEADERS.stream()
                .flatMap(name -> Collections.list(request.getHeaders(name)).stream())
                .allMatch(RequestSyntaxFilter::isAscii);
    }

    /** Spring answers a malformed Accept header without a body, because it cannot choose a media type for one. */
    private static boolean isAcceptWellFormed(HttpServletRequest request) {
        try {
            MediaType.parseMediaTypes(Collections.list(request.getHeaders("Accept")));
            return true;
        } catch (InvalidMediaTypeException malformed) {
            return false;
        }
    }

    private static boolean isAscii(String value) {
        return value.chars().allMatch(character -> character >= ' ' && character <= '~');
    }

    private static boolean isJsonOrAbsent(@Nullable String contentType) {
        if (contentType == null) {
            return true;
        }
        try {
            MediaType type = MediaType.parseMediaType(contentType);
            return type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON) || ANY_JSON.includes(type);
        } catch (InvalidMediaTypeException malformed) {
            return false;
        }
    }
}
