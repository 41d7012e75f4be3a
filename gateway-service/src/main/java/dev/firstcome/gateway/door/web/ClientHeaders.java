package dev.firstcome.gateway.door.web;

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
 * Takes out of a client's request whatever says who calls or from where: a service believes the token and nothing else.
 * Then tells the service the id of the call, from which address it came by the socket, and the ticket that it came with.
 */
@Component
final class ClientHeaders implements HttpHeadersFilter {
    private static final List<String> PREFIXES = List.of("x-user-", "x-internal-", "x-forwarded-");
    private static final Set<String> NAMES = Set.of("forwarded", "x-real-ip", "x-request-id");

    @Override
    public HttpHeaders filter(HttpHeaders sent, ServerWebExchange exchange) {
        HttpHeaders passed = new HttpHeaders();
        sent.forEach((name, values) -> {
            if (!isTaken(name)) {
                passed.addAll(name, values);
            }
        });
        if (exchange.getAttribute(RequestIds.ATTRIBUTE) instanceof String id) {
            passed.set(RequestIds.HEADER, id);
        }
        InetSocketAddress client = exchange.getRequest().getRemoteAddress();
        if (client != null && client.getAddress() != null) {
            passed.set(ClientAddress.HEADER, client.getAddress().getHostAddress());
        }
        // Not the client's: this name was taken out at the door, and set for a ticket alone.
        String ticket = exchange.getRequest().getHeaders().getFirst(StreamTicketVerifier.HEADER);
        if (ticket != null) {
            passed.set(StreamTicketVerifier.HEADER, ticket);
        }
        return passed;
    }

    static boolean isTaken(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return NAMES.contains(lower) || PREFIXES.stream().anyMatch(lower::startsWith);
    }
}
