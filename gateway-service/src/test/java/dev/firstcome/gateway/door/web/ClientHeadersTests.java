package dev.firstcome.gateway.door.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.platform.web.ClientAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

class ClientHeadersTests {
    private final MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-User-Id",
                "x-user-roles",
                "X-USER-",
                "X-Internal-Call",
                "X-Forwarded-For",
                "x-forwarded-proto",
                "Forwarded",
                "X-Real-IP",
                "x-request-id"
            })
    void whatAClientSaysAboutItselfIsTaken(String name) {
        HttpHeaders sent = new HttpHeaders();
        sent.add(name, "forged");

        assertThat(new ClientHeaders().filter(sent, exchange).headerNames()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Authorization", "Accept-Language", "traceparent", "X-Admission", "Idempotency-Key", "X-Username"
            })
    void everythingElsePasses(String name) {
        HttpHeaders sent = new HttpHeaders();
        sent.add(name, "one");
        sent.add(name, "two");

        assertThat(new ClientHeaders().filter(sent, exchange).get(name)).containsExactly("one", "two");
    }

    @Test
    void theServiceIsToldTheAddressOfTheSocketAndNotWhatTheClientSays() {
        HttpHeaders sent = new HttpHeaders();
        sent.add(ClientAddress.HEADER, "203.0.113.7");
        MockServerWebExchange call = MockServerWebExchange.from(
                MockServerHttpRequest.get("/").remoteAddress(new InetSocketAddress("127.0.0.9", 1)));

        assertThat(new ClientHeaders().filter(sent, call).get(ClientAddress.HEADER))
                .containsExactly("127.0.0.9");
    }

    @Test
    void theServiceIsToldTheGatewaysIdOfTheCall() {
        HttpHeaders sent = new HttpHeaders();
        sent.add(RequestIds.HEADER, "forged");
        exchange.getAttributes().put(RequestIds.ATTRIBUTE, "ours");

        assertThat(new ClientHeaders().filter(sent, exchange).get(RequestIds.HEADER))
                .containsExactly("ours");
    }
}
