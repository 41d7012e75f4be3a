package dev.firstcome.gateway.door.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.gateway.door.DoorProperties;
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

class InFlightLimitTests {
    private static final int MAX = 2;
    private static final int STREAMS_MAX = 3;
    private static final Duration SOON = Duration.ofSeconds(30);

    private final AtomicInteger passed = new AtomicInteger();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final InFlightLimit limit = new InFlightLimit(
            new DoorProperties(DataSize.ofBytes(100), SOON, 1, MAX, STREAMS_MAX, List.of()),
            new ProblemWriter(messages(), JsonMapper.builder().build()),
            new OpenStreams(),
            meters);

    @Test
    void whatIsTooMuchIsRefusedAtOnceAndReachesNobody() {
        call(Mono.never());
        call(Mono.never());

        MockServerWebExchange third = exchange();
        limit.filter(third, toService -> reached(Mono.empty())).block(SOON);

        assertThat(status(third)).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(third.getResponse().getHeaders().getFirst(HttpHeaders.RETRY_AFTER))
                .isEqualTo("1");
        assertThat(passed).hasValue(MAX);
        assertThat(meters.counter("firstcome.gateway.shed").count()).isEqualTo(1);
    }

    @Test
    void whoeverEndsMakesRoomHoweverItEnds() {
        Sinks.Empty<Void> answered = Sinks.empty();
        Sinks.Empty<Void> failed = Sinks.empty();
        for (int round = 0; round < 3 * MAX; round++) {
            Disposable leaving = call(Mono.never());
            leaving.dispose();
        }
        call(answered.asMono());
        call(failed.asMono());
        answered.tryEmitEmpty();
        failed.tryEmitError(new IllegalStateException("the service broke the connection"));
        call(Mono.never());
        call(Mono.never());

        assertThat(passed).hasValue(5 * MAX);
        assertThat(meters.counter("firstcome.gateway.shed").count()).isZero();
    }

    @Test
    void aStreamTakesAPlaceOfCallsOnlyUntilItsAnswerBegins() {
        for (int i = 0; i < STREAMS_MAX; i++) {
            MockServerWebExchange stream = stream();
            limit.filter(stream, toService -> stream.getResponse().setComplete().then(reached(Mono.never())))
                    .subscribe();
        }
        MockServerWebExchange tooMany = stream();
        limit.filter(tooMany, toService -> reached(Mono.empty())).block(SOON);
        call(Mono.never());
        call(Mono.never());

        assertThat(status(tooMany)).isEqualTo(HttpStatus.TOO_MANY_REQUESTS);
        assertThat(tooMany.getResponse().getHeaders().getFirst(HttpHeaders.RETRY_AFTER))
                .isEqualTo("5");
        assertThat(meters.counter("firstcome.gateway.shed").count()).isZero();
        assertThat(meters.get("firstcome.gateway.streams").gauge().value()).isEqualTo(STREAMS_MAX);
    }

    @Test
    void aStreamThatIsNotAnsweredYetIsACallLikeOthers() {
        for (int i = 0; i < MAX; i++) {
            limit.filter(stream(), toService -> Mono.never()).subscribe();
        }
        MockServerWebExchange call = exchange();
        limit.filter(call, toService -> reached(Mono.empty())).block(SOON);

        assertThat(status(call)).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
    }

    private static MockServerWebExchange stream() {
        return MockServerWebExchange.from(MockServerHttpRequest.get("/api/messages/events"));
    }

    private Disposable call(Mono<Void> answer) {
        return limit.filter(exchange(), toService -> reached(answer)).subscribe(done -> {}, failure -> {});
    }

    private Mono<Void> reached(Mono<Void> answer) {
        passed.incrementAndGet();
        return answer;
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
