package dev.firstcome.coupon;

import static org.assertj.core.api.Assertions.assertThat;

/** Assertions on RFC 9457 problem documents. */
final class ProblemAssertions {
    private ProblemAssertions() {}

    static void assertProblem(CouponService.Answer answer, int status, String code) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.text("type")).isEqualTo("urn:problem:" + code);
        assertThat(answer.text("detail")).isNotBlank();
    }
}
