package dev.firstcome.platform.problems;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProblemExceptionTests {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
            .build();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SecurityProblemHandler handler = new SecurityProblemHandler(messages(), JSON, meters);

    @Test
    void aProblemHasAStableTypeAndCode() {
        ProblemException problem =
                ProblemException.of(HttpStatus.CONFLICT, "SOLD_OUT").with("campaign", "spring");

        assertThat(problem.getBody().getType()).isEqualTo(URI.create("urn:problem:SOLD_OUT"));
        assertThat(problem.getBody().getStatus()).isEqualTo(409);
        assertThat(problem.getBody().getTitle()).isEqualTo("Conflict");
        assertThat(problem.getBody().getProperties())
                .containsEntry("code", "SOLD_OUT")
                .containsEntry("campaign", "spring");
        assertThat(problem.getDetailMessageCode()).isEqualTo("problem.SOLD_OUT");
    }

    @Test
    void aRetryWaitsForWholeSecondsAndAtLeastOne() {
        assertThat(retryAfter(Duration.ofMillis(10))).isEqualTo("1");
        assertThat(retryAfter(Duration.ofMillis(2_900))).isEqualTo("2");
        assertThat(ProblemException.unavailable().getHeaders().getFirst(HttpHeaders.RETRY_AFTER))
                .isEqualTo("1");
    }

    @Test
    void aFilterWritesTheLocalizedDocumentAndCountsIt() throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/internal/things");
        request.addPreferredLocale(Locale.KOREAN);
        MockHttpServletResponse response = new MockHttpServletResponse();

        handler.write(request, response, HttpStatus.FORBIDDEN, "FORBIDDEN");

        JsonNode document = JSON.readTree(response.getContentAsByteArray());
        assertThat(response.getStatus()).isEqualTo(403);
        assertThat(response.getContentType()).startsWith("application/problem+json");
        assertThat(document.path("code").asString()).isEqualTo("FORBIDDEN");
        assertThat(document.path("detail").asString()).isEqualTo("허용되지 않은 요청입니다.");
        assertThat(meters.counter("firstcome.calls.refused", "code", "FORBIDDEN", "internal", "true")
                        .count())
                .isEqualTo(1);
    }

    /** RFC 6750: only a request with a token gets an error code. */
    @Test
    void theChallengeDependsOnTheToken() {
        assertThat(SecurityProblemHandler.challenge(new BadCredentialsException("no token")))
                .isEqualTo("Bearer");
        assertThat(SecurityProblemHandler.challenge(new InvalidBearerTokenException("expired")))
                .isEqualTo("Bearer error=\"invalid_token\"");
    }

    private static String retryAfter(Duration wait) {
        return String.valueOf(
                ProblemException.unavailable().retryAfter(wait).getHeaders().getFirst(HttpHeaders.RETRY_AFTER));
    }

    private static ResourceBundleMessageSource messages() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("platform-problems");
        messages.setDefaultEncoding("UTF-8");
        return messages;
    }
}
