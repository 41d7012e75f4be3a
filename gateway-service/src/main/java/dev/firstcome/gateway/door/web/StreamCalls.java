package dev.firstcome.gateway.door.web;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Which calls open a stream of events: the addresses of all streams end alike. */
final class StreamCalls {
    private static final String END = "/events";

    private StreamCalls() {}

    static boolean isStream(ServerHttpRequest request) {
        return HttpMethod.GET.equals(request.getMethod())
                && request.getPath().value().endsWith(END);
    }
}
