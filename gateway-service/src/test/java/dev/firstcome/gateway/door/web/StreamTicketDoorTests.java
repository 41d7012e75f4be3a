package dev.firstcome.gateway.door.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

class StreamTicketDoorTests {
    private static final String HEADER = "X-Internal-Stream-Ticket";

    @ParameterizedTest
    @CsvSource({
        "/api/x/events?ticket=abc, /api/x/events",
        "/api/x/events?ticket=abc&lastEventId=7, /api/x/events?lastEventId=7",
        "/api/x/events?a=%20b&ticket=abc&ticket=def, /api/x/events?a=%20b",
        "/api/x%20y/events?ticket=abc, /api/x%20y/events"
    })
    void theTicketGoesFromTheQueryIntoTheHeader(String asked, String passed) {
        ServerHttpRequest moved =
                StreamTicketDoor.moved(request(asked).header(HEADER, "forged").build());

        assertThat(moved.getURI()).hasToString("http://shop" + passed);
        assertThat(moved.getHeaders().get(HEADER)).containsExactly("abc");
    }

    @Test
    void whatAClientPutsIntoTheHeaderIsTakenAway() {
        ServerHttpRequest moved = StreamTicketDoor.moved(
                request("/api/x/events?lastEventId=7").header(HEADER, "forged").build());

        assertThat(moved.getHeaders().containsHeader(HEADER)).isFalse();
        assertThat(moved.getURI()).hasToString("http://shop/api/x/events?lastEventId=7");
    }

    @Test
    void otherCallsAreLeftAsTheyAre() {
        ServerHttpRequest request = request("/api/products?q=a%26b").build();

        assertThat(StreamTicketDoor.moved(request)).isSameAs(request);
    }

    private static MockServerHttpRequest.BaseBuilder<?> request(String path) {
        return MockServerHttpRequest.method(HttpMethod.GET, URI.create("http://shop" + path));
    }
}
