package dev.firstcome.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.platform.problems.SecurityProblemHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

class RequestSyntaxFilterTests {
    private final RequestSyntaxFilter filter = new RequestSyntaxFilter(
            new SecurityProblemHandler(messages(), JsonMapper.builder().build(), new SimpleMeterRegistry()));

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json;charset=UTF-8", "application/merge-patch+json"})
    void acceptsJson(String contentType) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/payments");
        request.setContentType(contentType);

        assertThat(statusOf(request)).isEqualTo(200);
    }

    @Test
    void acceptsARequestWithoutABody() throws Exception {
        assertThat(statusOf(new MockHttpServletRequest("POST", "/api/campaigns/1/requests")))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/yaml",
                "application/cbor",
                "multipart/form-data",
                "application/x-www-form-urlencoded",
                "text/plain",
                "json",
                "*/*"
            })
    void rejectsOtherMediaTypes(String contentType) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("PATCH", "/api/users/me");
        request.addHeader("Content-Type", contentType);

        assertThat(statusOf(request)).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Idempotency-Key", "X-Admission", "Last-Event-ID", "Stripe-Signature"})
    void rejectsNonAsciiInHeadersThatServicesRead(String name) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/coupons");
        request.addHeader(name, "쿠폰");

        assertThat(statusOf(request)).isEqualTo(400);
    }

    @Test
    void acceptsAnyTextInOtherHeaders() throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/coupons");
        request.addHeader("User-Agent", "쿠폰");

        assertThat(statusOf(request)).isEqualTo(200);
    }

    private int statusOf(MockHttpServletRequest request) throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();
        filter.doFilter(request, response, new MockFilterChain());
        if (response.getStatus() != 200) {
            assertThat(response.getContentType()).startsWith("application/problem+json");
            assertThat(response.getContentAsString()).contains("\"code\":");
        }
        return response.getStatus();
    }

    private static ResourceBundleMessageSource messages() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("platform-problems");
        return messages;
    }
}
