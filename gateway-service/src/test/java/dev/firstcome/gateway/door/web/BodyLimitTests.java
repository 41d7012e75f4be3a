package dev.firstcome.gateway.door.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.gateway.door.DoorProperties;
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

class BodyLimitTests {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final AtomicReference<@Nullable Integer> passed = new AtomicReference<>();
    private final BodyLimit limit = waiting(SOON);

    private static BodyLimit waiting(Duration forTheBody) {
        return new BodyLimit(
                new DoorProperties(DataSize.ofBytes(100), forTheBody, 1, 1, 1, List.of()),
                new ProblemWriter(messages(), JsonMapper.builder().build()));
    }

    @Test
    void aBodyUpToTheLimitReachesTheServiceInWhole() {
        assertThat(answerTo(chunked(bytes(60), bytes(40)))).isNull();
        assertThat(passed.get()).isEqualTo(100);
    }

    @Test
    void aBodyThatGrowsOverTheLimitReachesNobody() {
        assertThat(answerTo(chunked(bytes(60), bytes(41)))).isEqualTo(HttpStatus.CONTENT_TOO_LARGE);
        assertThat(passed.get()).isNull();
    }

    @Test
    void aBodyThatIsSaidToBeTooLargeIsNotEvenRead() {
        MockServerWebExchange exchange =
                exchange(Flux.error(new AssertionError("read")), HttpHeaders.CONTENT_LENGTH, "101");

        assertThat(answerTo(exchange)).isEqualTo(HttpStatus.CONTENT_TOO_LARGE);
        assertThat(exchange.getResponse().getHeaders().getFirst(HttpHeaders.CONNECTION))
                .isEqualTo("close");
    }

    @Test
    void aBodyThatNeverEndsReachesNobody() {
        BodyLimit impatient = waiting(Duration.ofMillis(20));

        assertThat(answerTo(impatient, chunked(bytes(1), Flux.never()))).isEqualTo(HttpStatus.REQUEST_TIMEOUT);
        assertThat(passed.get()).isNull();
    }

    @Test
    void aRequestWithoutABodyPasses() {
        assertThat(answerTo(MockServerWebExchange.from(MockServerHttpRequest.get("/"))))
                .isNull();
        assertThat(passed.get()).isZero();
    }

    private @Nullable HttpStatus answerTo(MockServerWebExchange exchange) {
        return answerTo(limit, exchange);
    }

    private @Nullable HttpStatus answerTo(BodyLimit at, MockServerWebExchange exchange) {
        at.filter(
                        exchange,
                        toService -> DataBufferUtils.join(toService.getRequest().getBody())
                                .map(DataBuffer::readableByteCount)
                                .defaultIfEmpty(0)
                                .doOnNext(passed::set)
                                .then())
                .block(SOON);
        return (HttpStatus) exchange.getResponse().getStatusCode();
    }

    @SafeVarargs
    private static MockServerWebExchange chunked(Flux<DataBuffer>... parts) {
        return exchange(Flux.concat(parts), HttpHeaders.TRANSFER_ENCODING, "chunked");
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
