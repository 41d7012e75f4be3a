package dev.firstcome.payment;

import static org.assertj.core.api.Assertions.assertThat;

/** What every refusal must be: a problem document in its known form. */
final class Refused {
    private Refused() {}

    static void is(PaymentService.Answer answer, int status, String code) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.text("type")).isEqualTo("urn:problem:" + code);
        assertThat(answer.text("detail")).isNotBlank();
    }
}
