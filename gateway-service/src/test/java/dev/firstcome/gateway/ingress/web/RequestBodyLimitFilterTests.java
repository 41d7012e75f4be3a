package dev.firstcome.gateway.ingress.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.gateway.ingress.IngressProperties;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

class RequestBodyLimitFilterTests {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final AtomicReference<@Nullable Integer> forwardedBytes = new AtomicReference<>();
    private final RequestBodyLimitFilter limit = withBodyTimeout(TIMEOUT);

    private static RequestBodyLimitFilter withBodyTimeout(Duration bodyTimeout) {
        return new RequestBodyLimitFilter(
                new IngressProperties(DataSize.ofBytes(100), bodyTimeout, 1, 1, 1, List.of()),
                new ProblemWriter(messages(), JsonMapper.builder().build()));
    }

    @Test
    void forwardsABodyUpToTheLimit() {
        assertThat(statusOf(chunked(bytes(60), bytes(40)))).isNull();
        assertThat(forwardedBytes.get()).isEqualTo(100);
    }

    @Test
    void rejectsAChunkedBodyOverTheLimit() {
        assertThat(statusOf(chunked(bytes(60), bytes(41)))).isEqualTo(HttpStatus.CONTENT_TOO_LARGE);
        assertThat(forwardedBytes.get()).isNull();
    }

    @Test
    void rejectsAnOversizedContentLengthWithoutReadingTheBody() {
        MockServerWebExchange exchange =
                exchange(Flux.error(new AssertionError("read")), HttpHeaders.CONTENT_LENGTH, "101");

        assertThat(statusOf(exchange)).isEqualTo(HttpStatus.CONTENT_TOO_LARGE);
        assertThat(exchange.getResponse().getHeaders().getFirst(HttpHeaders.CONNECTION))
                .isEqualTo("close");
    }

    @Test
    void rejectsABodyAfterTheTimeout() {
        RequestBodyLimitFilter shortTimeout = withBodyTimeout(Duration.ofMillis(20));

        assertThat(statusOf(shortTimeout, chunked(bytes(1), Flux.never()))).isEqualTo(HttpStatus.REQUEST_TIMEOUT);
        assertThat(forwardedBytes.get()).isNull();
    }

    @Test
    void forwardsARequestWithoutABody() {
        assertThat(statusOf(MockServerWebExchange.from(MockServerHttpRequest.get("/"))))
                .isNull();
        assertThat(forwardedBytes.get()).isZero();
    }

    private @Nullable HttpStatus statusOf(MockServerWebExchange exchange) {
        return statusOf(limit, exchange);
    }

    private @Nullable HttpStatus statusOf(RequestBodyLimitFilter tested, MockServerWebExchange exchange) {
        tested.filter(
                        exchange,
                        forwarded -> DataBufferUtils.join(forwarded.getRequest().getBody())
                                .map(DataBuffer::readableByteCount)
                                .defaultIfEmpty(0)
                                .doOnNext(forwardedBytes::set)
                                .then())
                .block(TIMEOUT);
        return (HttpStatus) exchange.getResponse().getStatusCode();
    }

    @SafeVarargs
    private static MockServerWebExchange chunked(Flux<DataBuffer>... chunks) {
        return exchange(Flux.concat(chunks), HttpHeaders.TRANSFER_ENCODING, "chunked");
    }

    private static MockServerWebExchange exchange(Flux<DataBuffer> body, String header, String value) {
        return MockServerWebExchange.from(
                MockServerHttpRequest.post("/").header(header, value).body(body));
    }

    private static Flux<DataBuffer> bytes(int count) {
        return Flux.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(new byte[count])));
    }

    private static ResourceBundleMessageSource messages() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasenames("platform-problems", "problems");
        return messages;
    }
}
