package dev.firstcome.gateway.ingress.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.gateway.ingress.IngressProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.util.unit.DataSize;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.json.JsonMapper;

class InFlightLimitFilterTests {
    private static final int MAX = 2;
    private static final int STREAMS_MAX = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final AtomicInteger forwardedCount = new AtomicInteger();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final InFlightLimitFilter filter = new InFlightLimitFilter(
            new IngressProperties(DataSize.ofBytes(100), TIMEOUT, 1, MAX, STREAMS_MAX, List.of()),
            new ProblemWriter(messages(), JsonMapper.builder().build()),
            new StreamShutdownLifecycle(),
            meters);

    @Test
    void rejectsRequestsOverTheLimitAtOnce() {
        send(Mono.never());
        send(Mono.never());

        MockServerWebExchange third = exchange();
        filter.filter(third, forwarded -> respondWith(Mono.empty())).block(TIMEOUT);

        assertThat(status(third)).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(third.getResponse().getHeaders().getFirst(HttpHeaders.RETRY_AFTER))
                .isEqualTo("1");
        assertThat(forwardedCount).hasValue(MAX);
        assertThat(meters.counter("firstcome.gateway.shed").count()).isEqualTo(1);
    }

    @Test
    void releasesThePermitOnCancelErrorAndCompletion() {
        Sinks.Empty<Void> responseCompleted = Sinks.empty();
        Sinks.Empty<Void> responseFailed = Sinks.empty();
        for (int round = 0; round < 3 * MAX; round++) {
            Disposable cancelled = send(Mono.never());
            cancelled.dispose();
        }
        send(responseCompleted.asMono());
        send(responseFailed.asMono());
        responseCompleted.tryEmitEmpty();
        responseFailed.tryEmitError(new IllegalStateException("the service closed the connection"));
        send(Mono.never());
        send(Mono.never());

        assertThat(forwardedCount).hasValue(5 * MAX);
        assertThat(meters.counter("firstcome.gateway.shed").count()).isZero();
    }

    @Test
    void aStreamUsesARequestPermitOnlyUntilItsResponseBegins() {
        for (int i = 0; i < STREAMS_MAX; i++) {
            MockServerWebExchange stream = stream();
            filter.filter(
                            stream,
                            forwarded -> stream.getResponse().setComplete().then(respondWith(Mono.never())))
                    .subscribe();
        }
        MockServerWebExchange tooMany = stream();
        filter.filter(tooMany, forwarded -> respondWith(Mono.empty())).block(TIMEOUT);
        send(Mono.never());
        send(Mono.never());

        assertThat(status(tooMany)).isEqualTo(HttpStatus.TOO_MANY_REQUESTS);
        assertThat(tooMany.getResponse().getHeaders().getFirst(HttpHeaders.RETRY_AFTER))
                .isEqualTo("5");
        assertThat(meters.counter("firstcome.gateway.shed").count()).isZero();
        assertThat(meters.get("firstcome.gateway.streams").gauge().value()).isEqualTo(STREAMS_MAX);
    }

    @Test
    void aStreamCountsAsARequestBeforeItsResponseBegins() {
        for (int i = 0; i < MAX; i++) {
            filter.filter(stream(), forwarded -> Mono.never()).subscribe();
        }
        MockServerWebExchange request = exchange();
        filter.filter(request, forwarded -> respondWith(Mono.empty())).block(TIMEOUT);

        assertThat(status(request)).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
    }

    private static MockServerWebExchange stream() {
        return MockServerWebExchange.from(MockServerHttpRequest.get("/api/messages/events"));
    }

    private Disposable send(Mono<Void> response) {
        return filter.filter(exchange(), forwarded -> respondWith(response)).subscribe(done -> {}, failure -> {});
    }

    private Mono<Void> respondWith(Mono<Void> response) {
        forwardedCount.incrementAndGet();
        return response;
    }

    private static MockServerWebExchange exchange() {
        return MockServerWebExchange.from(MockServerHttpRequest.get("/"));
    }

    private static @Nullable HttpStatus status(MockServerWebExchange exchange) {
        return (HttpStatus) exchange.getResponse().getStatusCode();
    }

    private static ResourceBundleMessageSource messages() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasenames("platform-problems", "problems");
        return messages;
    }
}
