package dev.firstcome.gateway.door.web;

import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/** Takes out of a service's answer what is not the client's: the id of the call is said once, by the gateway. */
@Component
final class ServiceHeaders implements HttpHeadersFilter {
    @Override
    public HttpHeaders filter(HttpHeaders answered, ServerWebExchange exchange) {
        HttpHeaders passed = new HttpHeaders();
        answered.forEach((name, values) -> {
            if (!ClientHeaders.isTaken(name)) {
                passed.addAll(name, values);
            }
        });
        return passed;
    }

    @Override
    public boolean supports(Type type) {
        return type == Type.RESPONSE;
    }
}
