package dev.firstcome.platform.streams;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Answers {@code HEAD} of a stream with 405. Spring MVC would call the handler of {@code GET}, which serves a stream without
 * a reader for as long as the caller's token is valid. The answer's head is sent at the start, so the gateway would send the
 * next request on this connection, where nothing reads it.
 */
public final class HeadRequestInterceptor implements HandlerInterceptor {
    private static final List<String> ALLOWED = List.of(HttpMethod.GET.name(), HttpMethod.OPTIONS.name());

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws HttpRequestMethodNotSupportedException {
        if (HttpMethod.HEAD.matches(request.getMethod()) && producesStream(request)) {
            throw new HttpRequestMethodNotSupportedException(request.getMethod(), ALLOWED);
        }
        return true;
    }

    private static boolean producesStream(HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.PRODUCIBLE_MEDIA_TYPES_ATTRIBUTE) instanceof Collection<?> types
                && types.contains(MediaType.TEXT_EVENT_STREAM);
    }
}
