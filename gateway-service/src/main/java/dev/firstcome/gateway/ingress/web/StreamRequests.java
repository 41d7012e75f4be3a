package dev.firstcome.gateway.ingress.web;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Recognizes requests for event streams by the path suffix that all streams share. */
final class StreamRequests {
    private static final String PATH_SUFFIX = "/events";

    private StreamRequests() {}

    static boolean isStream(ServerHttpRequest request) {
        return HttpMethod.GET.equals(request.getMethod())
                && request.getPath().value().endsWith(PATH_SUFFIX);
    }
}
