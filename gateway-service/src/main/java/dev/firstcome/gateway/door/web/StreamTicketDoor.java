package dev.firstcome.gateway.door.web;

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
 * Takes a stream's ticket out of the query and puts it into a header, before anything else sees the call: no log, trace or
 * description of an error has it. What a client sends in that header is taken away.
 */
@Component
final class StreamTicketDoor implements HttpHandlerDecoratorFactory {
    private static final String PARAMETER = "ticket=";

    @Override
    public HttpHandler apply(HttpHandler inner) {
        return (request, response) -> inner.handle(moved(request), response);
    }

    static ServerHttpRequest moved(ServerHttpRequest request) {
        String ticket = ticketIn(request.getURI().getRawQuery());
        if (ticket == null && !request.getHeaders().containsHeader(StreamTicketVerifier.HEADER)) {
            return request;
        }
        ServerHttpRequest.Builder changed =
                request.mutate().headers(headers -> headers.remove(StreamTicketVerifier.HEADER));
        if (ticket != null) {
            changed.uri(without(request.getURI())).headers(headers -> headers.set(StreamTicketVerifier.HEADER, ticket));
        }
        return changed.build();
    }

    private static @Nullable String ticketIn(@Nullable String query) {
        if (query == null) {
            return null;
        }
        return Arrays.stream(query.split("&"))
                .filter(part -> part.startsWith(PARAMETER))
                .map(part -> part.substring(PARAMETER.length()))
                .findFirst()
                .orElse(null);
    }

    private static URI without(URI uri) {
        String rest = Arrays.stream(uri.getRawQuery().split("&"))
                .filter(part -> !part.startsWith(PARAMETER))
                .collect(Collectors.joining("&"));
        String all = uri.toString();
        String path = all.substring(0, all.indexOf('?'));
        return URI.create(rest.isEmpty() ? path : path + "?" + rest);
    }
}
