package dev.firstcome.e2e.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.verifier.Verdict.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the table and JSON formats of the report. */
class VerificationReportTests {
    private static final Verdict GOOD = new Verdict(Invariant.C1, Finding.VALID, 1_000, List.of());
    private static final Verdict BAD = new Verdict(Invariant.C2, Finding.INVALID, 7, List.of("a \"sample\""));
    private static final Verdict DOUBTFUL = new Verdict(Invariant.C6, Finding.UNKNOWN, 7, List.of("a doubt"));

    @Test
    void allValidRequiresAtLeastOneVerdictAndOnlyValidOnes() {
        assertThat(new VerificationReport(List.of(GOOD)).allValid()).isTrue();
        assertThat(new VerificationReport(List.of(GOOD, BAD)).allValid()).isFalse();
        assertThat(new VerificationReport(List.of(GOOD, DOUBTFUL)).allValid()).isFalse();
        assertThat(new VerificationReport(List.of()).allValid()).isFalse();
    }

    @Test
    void tableListsEachInvariantWithItsSamples() {
        assertThat(new VerificationReport(List.of(GOOD, BAD)).table().lines())
                .containsExactly(
                        "C1   VALID           1,000  " + Invariant.C1.sentence(),
                        "C2   INVALID             7  " + Invariant.C2.sentence(),
                        "       a \"sample\"");
    }

    @Test
    void jsonContainsTheSameFields() {
        assertThat(new VerificationReport(List.of(BAD)).json())
                .isEqualTo("[{\"id\":\"C2\",\"sentence\":\"" + Invariant.C2.sentence()
                        + "\",\"verdict\":\"INVALID\",\"items\":7,\"samples\":[\"a \\\"sample\\\"\"]}]");
    }
}
