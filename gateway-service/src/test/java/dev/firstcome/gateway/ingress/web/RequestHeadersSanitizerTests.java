package dev.firstcome.gateway.ingress.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.platform.web.ClientAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

class RequestHeadersSanitizerTests {
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
    void removesReservedHeaders(String name) {
        HttpHeaders clientHeaders = new HttpHeaders();
        clientHeaders.add(name, "forged");

        assertThat(new RequestHeadersSanitizer().filter(clientHeaders, exchange).headerNames())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Authorization", "Accept-Language", "traceparent", "X-Admission", "Idempotency-Key", "X-Username"
            })
    void keepsAllOtherHeaders(String name) {
        HttpHeaders clientHeaders = new HttpHeaders();
        clientHeaders.add(name, "one");
        clientHeaders.add(name, "two");

        assertThat(new RequestHeadersSanitizer().filter(clientHeaders, exchange).get(name))
                .containsExactly("one", "two");
    }

    @Test
    void setsTheClientAddressFromTheSocket() {
        HttpHeaders clientHeaders = new HttpHeaders();
        clientHeaders.add(ClientAddress.HEADER, "203.0.113.7");
        MockServerWebExchange request = MockServerWebExchange.from(
                MockServerHttpRequest.get("/").remoteAddress(new InetSocketAddress("127.0.0.9", 1)));

        assertThat(new RequestHeadersSanitizer().filter(clientHeaders, request).get(ClientAddress.HEADER))
                .containsExactly("127.0.0.9");
    }

    @Test
    void setsTheRequestIdOfTheGateway() {
        HttpHeaders clientHeaders = new HttpHeaders();
        clientHeaders.add(RequestIdFilter.HEADER, "forged");
        exchange.getAttributes().put(RequestIdFilter.ATTRIBUTE, "gateway-id");

        assertThat(new RequestHeadersSanitizer().filter(clientHeaders, exchange).get(RequestIdFilter.HEADER))
                .containsExactly("gateway-id");
    }
}
