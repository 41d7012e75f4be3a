package dev.firstcome.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.platform.problems.ProblemException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorReasonTests {
    @Test
    void surroundingWhiteSpaceIsRemoved() {
        assertThat(OperatorReason.of("  the provider is unavailable \n")).isEqualTo("the provider is unavailable");
    }

    @Test
    void lengthIsCountedInCharactersOfTheReader() {
        String emoji = "🎟".repeat(500);

        assertThat(OperatorReason.of(emoji)).isEqualTo(emoji);
        assertThatThrownBy(() -> OperatorReason.of(emoji + "x")).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "   ", "two\nlines", "an \u001b[31m escape sequence"})
    void aReasonIsOneReadableLine(@Nullable String text) {
        assertThatThrownBy(() -> OperatorReason.of(text)).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.getStatusCode().value()).isEqualTo(400);
            assertThat(problem.getBody().getProperties()).containsEntry("field", "reason");
        });
    }
}
