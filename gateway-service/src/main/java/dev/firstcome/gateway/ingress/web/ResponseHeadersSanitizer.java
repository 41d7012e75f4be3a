package dev.firstcome.gateway.ingress.web;

import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/** Removes reserved headers from a service's response. The gateway itself sets the request id. */
@Component
final class ResponseHeadersSanitizer implements HttpHeadersFilter {
    @Override
    public HttpHeaders filter(HttpHeaders serviceHeaders, ServerWebExchange exchange) {
        HttpHeaders sanitized = new HttpHeaders();
        serviceHeaders.forEach((name, values) -> {
            if (!RequestHeadersSanitizer.isReserved(name)) {
                sanitized.addAll(name, values);
            }
        });
        return sanitized;
    }

    @Override
    public boolean supports(Type type) {
        return type == Type.RESPONSE;
    }
}
