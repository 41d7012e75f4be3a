package dev.firstcome.catalog;

import static org.assertj.core.api.Assertions.assertThat;

/** Assertions on RFC 9457 problem documents. */
public final class ProblemAssertions {
    private ProblemAssertions() {}

    public static void assertProblem(RunningCatalogService.Response response, int status, String code) {
        assertThat(response.status()).as("%s", response.body()).isEqualTo(status);
        assertThat(response.header("Content-Type")).startsWith("application/problem+json");
        assertThat(response.code()).isEqualTo(code);
        assertThat(response.text("type")).isEqualTo("urn:problem:" + code);
        assertThat(response.text("detail")).isNotBlank();
    }
}
