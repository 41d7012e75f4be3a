package dev.firstcome.gateway.ingress.web;

import dev.firstcome.platform.tokens.StreamTicketVerifier;
import dev.firstcome.platform.web.ClientAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * Removes all client-supplied headers that claim an identity or a network origin: services trust only the token. Then
 * sets the request id, the client address of the socket and the stream ticket.
 */
@Component
final class RequestHeadersSanitizer implements HttpHeadersFilter {
    private static final List<String> RESERVED_PREFIXES = List.of("x-user-", "x-internal-", "x-forwarded-");
    private static final Set<String> RESERVED_NAMES = Set.of("forwarded", "x-real-ip", "x-request-id");

    @Override
    public HttpHeaders filter(HttpHeaders clientHeaders, ServerWebExchange exchange) {
        HttpHeaders sanitized = new HttpHeaders();
        clientHeaders.forEach((name, values) -> {
            if (!isReserved(name)) {
                sanitized.addAll(name, values);
            }
        });
        if (exchange.getAttribute(RequestIdFilter.ATTRIBUTE) instanceof String id) {
            sanitized.set(RequestIdFilter.HEADER, id);
        }
        InetSocketAddress client = exchange.getRequest().getRemoteAddress();
        if (client != null && client.getAddress() != null) {
            sanitized.set(ClientAddress.HEADER, client.getAddress().getHostAddress());
        }
        // Safe: StreamTicketExtractor has removed this header from the client's request and sets it only for a ticket.
        String ticket = exchange.getRequest().getHeaders().getFirst(StreamTicketVerifier.HEADER);
        if (ticket != null) {
            sanitized.set(StreamTicketVerifier.HEADER, ticket);
        }
        return sanitized;
    }

    static boolean isReserved(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return RESERVED_NAMES.contains(lower) || RESERVED_PREFIXES.stream().anyMatch(lower::startsWith);
    }
}
