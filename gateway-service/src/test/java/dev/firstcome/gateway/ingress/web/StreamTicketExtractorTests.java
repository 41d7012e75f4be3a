package dev.firstcome.gateway.ingress.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

class StreamTicketExtractorTests {
    private static final String HEADER = "X-Internal-Stream-Ticket";

    @ParameterizedTest
    @CsvSource({
        "/api/x/events?ticket=abc, /api/x/events",
        "/api/x/events?ticket=abc&lastEventId=7, /api/x/events?lastEventId=7",
        "/api/x/events?a=%20b&ticket=abc&ticket=def, /api/x/events?a=%20b",
        "/api/x%20y/events?ticket=abc, /api/x%20y/events"
    })
    void movesTheTicketFromTheQueryToTheHeader(String requested, String forwarded) {
        ServerHttpRequest moved = StreamTicketExtractor.moveTicketToHeader(
                request(requested).header(HEADER, "forged").build());

        assertThat(moved.getURI()).hasToString("http://shop" + forwarded);
        assertThat(moved.getHeaders().get(HEADER)).containsExactly("abc");
    }

    @Test
    void removesAClientSuppliedTicketHeader() {
        ServerHttpRequest moved = StreamTicketExtractor.moveTicketToHeader(
                request("/api/x/events?lastEventId=7").header(HEADER, "forged").build());

        assertThat(moved.getHeaders().containsHeader(HEADER)).isFalse();
        assertThat(moved.getURI()).hasToString("http://shop/api/x/events?lastEventId=7");
    }

    @Test
    void leavesOtherRequestsUnchanged() {
        ServerHttpRequest request = request("/api/products?q=a%26b").build();

        assertThat(StreamTicketExtractor.moveTicketToHeader(request)).isSameAs(request);
    }

    private static MockServerHttpRequest.BaseBuilder<?> request(String path) {
        return MockServerHttpRequest.method(HttpMethod.GET, URI.create("http://shop" + path));
    }
}
