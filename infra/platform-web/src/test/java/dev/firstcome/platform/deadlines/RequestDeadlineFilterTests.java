package dev.firstcome.platform.deadlines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.platform.deadlines.RequestDeadline.DeadlineHeaders;
import dev.firstcome.platform.problems.SecurityProblemHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

class RequestDeadlineFilterTests {
    private static final long BUDGET = 5_000;

    /** The receiver's monotonic clock; its origin is arbitrary, and so is the offset of the sender's. */
    private long nanos = -TimeUnit.SECONDS.toNanos(77);

    private final AtomicInteger served = new AtomicInteger();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RequestDeadlineFilter filter = new RequestDeadlineFilter(
            new SecurityProblemHandler(messages(), JsonMapper.builder().build(), meters),
            meters,
            path -> path.startsWith("/ops/"),
            () -> nanos);

    @Test
    void aRequestInTimeIsServedAndItsEffectBegins() throws Exception {
        MockHttpServletResponse answer = serve(request(0), served::incrementAndGet);

        assertThat(answer.getStatus()).isEqualTo(200);
        assertThat(served).hasValue(1);
        assertThat(refused("receipt") + refused("effect")).isZero();
    }

    @Test
    void aRequestThatIsReadTooLateIsRefusedAndNotServed() throws Exception {
        serve(request(0), () -> {});
        MockHttpServletResponse answer = serve(request(BUDGET), served::incrementAndGet);

        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(answer.getHeader("Retry-After")).isEqualTo("1");
        assertThat(answer.getContentType()).startsWith("application/problem+json");
        assertThat(answer.getContentAsString()).contains("\"code\":\"DEADLINE_EXCEEDED\"");
        assertThat(served).hasValue(0);
        assertThat(refused("receipt")).isEqualTo(1);
    }

    @Test
    void theLastMillisecondCountsAsInTime() throws Exception {
        serve(request(0), () -> {});

        assertThat(serve(request(BUDGET - 1), served::incrementAndGet).getStatus())
                .isEqualTo(200);
        assertThat(served).hasValue(1);
    }

    @Test
    void anEffectThatWouldBeginTooLateIsRefused() {
        assertThatThrownBy(() -> serve(request(0), () -> {
                    pass(BUDGET);
                    effect();
                }))
                .isInstanceOf(DeadlineExceededException.class);

        assertThat(served).hasValue(0);
        assertThat(refused("effect")).isEqualTo(1);
    }

    @Test
    void aRequestWhoseEffectsHaveBegunIsCompleted() throws Exception {
        serve(request(0), () -> {
            pass(BUDGET - 1);
            effect();
            pass(BUDGET);
            effect();
        });

        assertThat(served).hasValue(2);
        assertThat(refused("effect")).isZero();
    }

    /** The audit filter records every request of an operator, so such a request must get there. */
    @Test
    void anAuditedRequestIsRefusedAtItsFirstEffect() throws Exception {
        serve(request(0), () -> {});
        MockHttpServletRequest late = request(BUDGET);
        late.setRequestURI("/ops/campaigns");

        assertThatThrownBy(() -> serve(late, this::effect)).isInstanceOf(DeadlineExceededException.class);

        assertThat(served).hasValue(0);
        assertThat(refused("effect")).isEqualTo(1);
        assertThat(refused("receipt")).isZero();
    }

    @Test
    void eachGatewayHasAClockOfItsOwn() throws Exception {
        serve(request(0), () -> {});
        MockHttpServletRequest other = request(BUDGET);
        other.removeHeader(DeadlineHeaders.CLOCK);
        other.addHeader(DeadlineHeaders.CLOCK, "a gateway whose clock is slow");

        assertThat(serve(other, this::effect).getStatus()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 5000, gateway",
        "-1, 5000, gateway",
        "12345678901234567890, 5000, gateway",
        "1, soon, gateway",
        "1, '', gateway",
        "1, 5000, 0123456789012345678901234567890123456789012345678901234567890123456789"
    })
    void headersThatNoGatewaySendsAreIgnored(String sent, String budget, String clock) throws Exception {
        MockHttpServletRequest odd = new MockHttpServletRequest("GET", "/api/coupons");
        odd.addHeader(DeadlineHeaders.SENT, sent);
        odd.addHeader(DeadlineHeaders.BUDGET, budget);
        odd.addHeader(DeadlineHeaders.CLOCK, clock);

        assertThat(serve(odd, this::effectAfterAnHour).getStatus()).isEqualTo(200);
        assertThat(serve(new MockHttpServletRequest(), this::effectAfterAnHour).getStatus())
                .isEqualTo(200);
    }

    @Test
    void otherThreadsAndLaterRequestsHaveNoDeadline() throws Exception {
        serve(request(0), () -> {
            pass(BUDGET);
            CompletableFuture.runAsync(this::effect).join();
        });
        assertThatThrownBy(() -> serve(request(0), () -> {
                    throw new IllegalStateException("a handler that fails");
                }))
                .isInstanceOf(IllegalStateException.class);
        pass(BUDGET);
        effect();

        assertThat(served).hasValue(2);
    }

    @Test
    void aVirtualThreadHasTheDeadlineOfItsRequest() throws InterruptedException {
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        outcome.complete(serve(request(0), () -> {
                            pass(BUDGET);
                            effect();
                        }));
                    } catch (Exception refused) {
                        outcome.complete(refused);
                    }
                })
                .join();

        assertThat(outcome.join()).isInstanceOf(DeadlineExceededException.class);
    }

    @Test
    void theDetailIsInTheCallersLanguage() throws Exception {
        serve(request(0), () -> {});
        MockHttpServletRequest korean = request(BUDGET);
        korean.addPreferredLocale(Locale.KOREAN);

        assertThat(serve(korean, () -> {}).getContentAsString(StandardCharsets.UTF_8))
                .contains("너무 늦게");
    }

    private void effect() {
        RequestDeadline.requireTime();
        served.incrementAndGet();
    }

    private void effectAfterAnHour() {
        pass(TimeUnit.HOURS.toMillis(1));
        effect();
    }

    private void pass(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** A request that was sent this long ago. */
    private MockHttpServletRequest request(long delayMillis) {
        long sent = 1_800_000_000_000L + TimeUnit.NANOSECONDS.toMillis(nanos) - delayMillis;
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/payments");
        request.addHeader(DeadlineHeaders.SENT, Long.toString(sent));
        request.addHeader(DeadlineHeaders.BUDGET, Long.toString(BUDGET));
        request.addHeader(DeadlineHeaders.CLOCK, "gateway");
        return request;
    }

    private MockHttpServletResponse serve(MockHttpServletRequest request, Runnable handler)
            throws ServletException, IOException {
        MockHttpServletResponse response = new MockHttpServletResponse();
        FilterChain chain = (ignored, same) -> handler.run();
        filter.doFilter(request, response, chain);
        return response;
    }

    private double refused(String at) {
        return meters.counter("firstcome.deadline.refused", "at", at).count();
    }

    private static ResourceBundleMessageSource messages() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("platform-problems");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        return messages;
    }
}
