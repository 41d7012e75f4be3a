package dev.firstcome.gateway.ingress.web;

import dev.firstcome.platform.tokens.StreamTicketVerifier;
import java.net.URI;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

/**
 * Moves a stream ticket from the query into a header before any other component sees the request. No log, trace or
 * error description contains the ticket. A client-supplied value of that header is removed.
 */
@Component
final class StreamTicketExtractor implements HttpHandlerDecoratorFactory {
    private static final String PARAMETER = "ticket=";

    @Override
    public HttpHandler apply(HttpHandler delegate) {
        return (request, response) -> delegate.handle(moveTicketToHeader(request), response);
    }

    static ServerHttpRequest moveTicketToHeader(ServerHttpRequest request) {
        String ticket = findTicket(request.getURI().getRawQuery());
        if (ticket == null && !request.getHeaders().containsHeader(StreamTicketVerifier.HEADER)) {
            return request;
        }
        ServerHttpRequest.Builder changed =
                request.mutate().headers(headers -> headers.remove(StreamTicketVerifier.HEADER));
        if (ticket != null) {
            changed.uri(withoutTicket(request.getURI()))
                    .headers(headers -> headers.set(StreamTicketVerifier.HEADER, ticket));
        }
        return changed.build();
    }

    private static @Nullable String findTicket(@Nullable String query) {
        if (query == null) {
            return null;
        }
        return Arrays.stream(query.split("&"))
                .filter(parameter -> parameter.startsWith(PARAMETER))
                .map(parameter -> parameter.substring(PARAMETER.length()))
                .findFirst()
                .orElse(null);
    }

    private static URI withoutTicket(URI uri) {
        String rest = Arrays.stream(uri.getRawQuery().split("&"))
                .filter(parameter -> !parameter.startsWith(PARAMETER))
                .collect(Collectors.joining("&"));
        String all = uri.toString();
        String path = all.substring(0, all.indexOf('?'));
        return URI.create(rest.isEmpty() ? path : path + "?" + rest);
    }
}
