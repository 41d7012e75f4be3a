package dev.firstcome.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.contracts.platform.AuditEntry;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.problems.SecurityProblemHandler;
import dev.firstcome.platform.publisher.MockKafka;
import dev.firstcome.platform.testing.TestClock;
import dev.firstcome.testsupport.Eventually;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.FilterChain;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

class AuditFilterTests {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final TestClock clock = new TestClock();
    private final EventCodec codec = new EventCodec();
    private final MockKafka kafka = new MockKafka();
    private final AuditTrail trail = new AuditTrail("a-service", kafka.publisher(clock), codec, clock);
    private final StaticMessageSource messages = new StaticMessageSource();
    private final AuditFilter filter = new AuditFilter(
            trail, new SecurityProblemHandler(messages, JsonMapper.builder().build(), new SimpleMeterRegistry()));

    @AfterEach
    void close() {
        trail.close();
    }

    @Test
    void anOperatorsRequestIsAudited() throws Exception {
        MockHttpServletRequest request = operatorRequest("/ops/things/1");
        request.addHeader("X-Request-Id", "request-1");

        filter.doFilter(
                request,
                new MockHttpServletResponse(),
                (sent, response) ->
                        AuditNotes.of(request).because("a test").changed(Map.of("open", true), Map.of("open", false)));

        AuditEntry entry = onlyEntry();
        assertThat(entry.actor()).isEqualTo("kim");
        assertThat(entry.action()).isEqualTo("PUT /ops/things/1");
        assertThat(entry.outcome()).isEqualTo("200");
        assertThat(entry.reason()).isEqualTo("a test");
        assertThat(entry.requestId()).isEqualTo("request-1");
        assertThat(entry.before()).isEqualTo(Map.of("open", true));
        assertThat(entry.after()).isEqualTo(Map.of("open", false));
    }

    @Test
    void aRejectedRequestIsAuditedWithItsStatus() throws Exception {
        filter.doFilter(
                operatorRequest("/ops/things/1"),
                new MockHttpServletResponse(),
                (request, response) -> ((MockHttpServletResponse) response).setStatus(409));

        assertThat(onlyEntry().outcome()).isEqualTo("409");
    }

    @Test
    void aFailedRequestIsAuditedAs500() {
        FilterChain failing = (request, response) -> {
            throw new IllegalStateException("the controller failed");
        };

        assertThatThrownBy(
                        () -> filter.doFilter(operatorRequest("/ops/things/1"), new MockHttpServletResponse(), failing))
                .hasMessageContaining("the controller failed");

        assertThat(onlyEntry().outcome()).isEqualTo("500");
    }

    /** The path is decoded before the comparison, as in the routes. */
    @Test
    void anEncodedPathIsAudited() throws Exception {
        filter.doFilter(operatorRequest("/%6Fps/things"), new MockHttpServletResponse(), new MockFilterChain());

        assertThat(onlyEntry().action()).isEqualTo("PUT /%6Fps/things");
    }

    @Test
    void requestsOfOthersAreNotAudited() throws Exception {
        MockHttpServletRequest anonymous = new MockHttpServletRequest("GET", "/ops/things");
        filter.doFilter(anonymous, new MockHttpServletResponse(), new MockFilterChain());
        filter.doFilter(operatorRequest("/api/things"), new MockHttpServletResponse(), new MockFilterChain());

        trail.close();
        assertThat(kafka.auditEntries()).isEmpty();
    }

    @Test
    void aRequestThatCannotBeAuditedIsRejected() throws Exception {
        messages.addMessage("problem.UNAVAILABLE", Locale.ENGLISH, "temporarily unavailable");
        kafka.setUnavailable(true);
        for (int number = 0; number < AuditTrail.UNPUBLISHED_MAX; number++) {
            trail.write(AuditNote.of("kim", "action", "DONE"));
        }
        MockHttpServletRequest request = operatorRequest("/ops/things/1");
        request.addPreferredLocale(Locale.ENGLISH);
        MockHttpServletResponse response = new MockHttpServletResponse();
        MockFilterChain chain = new MockFilterChain();

        filter.doFilter(request, response, chain);

        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(chain.getRequest()).as("the controller is not called").isNull();
    }

    private static MockHttpServletRequest operatorRequest(String path) {
        MockHttpServletRequest request = new MockHttpServletRequest("PUT", path);
        request.setUserPrincipal(() -> "kim");
        return request;
    }

    private AuditEntry onlyEntry() {
        List<String> entries = Eventually.get(
                "one entry is published", TIMEOUT, kafka::auditEntries, published -> !published.isEmpty());
        assertThat(entries).hasSize(1);
        return codec.read(AuditEntry.class, entries.getFirst().getBytes(StandardCharsets.UTF_8));
    }
}
