package dev.firstcome.payment;

import static org.assertj.core.api.Assertions.assertThat;

/** Assertions on RFC 9457 problem documents. */
final class ProblemAssertions {
    private ProblemAssertions() {}

    static void assertProblem(RunningPaymentService.Response response, int status, String code) {
        assertThat(response.status()).as("%s", response.body()).isEqualTo(status);
        assertThat(response.header("Content-Type")).startsWith("application/problem+json");
        assertThat(response.code()).isEqualTo(code);
        assertThat(response.text("type")).isEqualTo("urn:problem:" + code);
        assertThat(response.text("detail")).isNotBlank();
    }
}
