package dev.firstcome.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.web.IdempotencyKey.StoredResponse;
import dev.firstcome.platform.web.StrictUuidAdvice.StrictUuidEditor;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

class IdempotencyKeyTests {
    private static final String ID = "018f0000-0000-7000-8000-000000000001";

    @Test
    void visibleAsciiIsAKey() {
        String longest = "~".repeat(255);

        assertThat(IdempotencyKey.parse("order-1!").value()).isEqualTo("order-1!");
        assertThat(IdempotencyKey.parse(longest).value()).isEqualTo(longest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two words", "tab\t", "쿠폰"})
    void otherTextIsRejected(String text) {
        assertThatThrownBy(() -> IdempotencyKey.parse(text)).isInstanceOf(ProblemException.class);
    }

    @Test
    void aLongerKeyIsRejected() {
        assertThatThrownBy(() -> IdempotencyKey.parse("x".repeat(256)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.getBody().getProperties())
                                .containsEntry("field", "Idempotency-Key"));
    }

    @Test
    void aReplayHasTheSameBytesAndIsMarked() {
        ResponseEntity<byte[]> first = StoredResponse.of(201, "/api/payments/1", "{\"a\":1}", false);
        ResponseEntity<byte[]> replay = StoredResponse.of(201, "/api/payments/1", "{\"a\":1}", true);

        assertThat(replay.getBody()).isEqualTo(first.getBody()).isEqualTo("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        assertThat(replay.getStatusCode()).isEqualTo(first.getStatusCode());
        assertThat(replay.getHeaders().getLocation()).hasToString("/api/payments/1");
        assertThat(replay.getHeaders().getFirst(StoredResponse.REPLAYED)).isEqualTo("true");
        assertThat(first.getHeaders().getFirst(StoredResponse.REPLAYED)).isNull();
        assertThat(first.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_JSON);
    }

    @Test
    void aStoredProblemHasTheMediaTypeOfProblems() {
        ResponseEntity<byte[]> problem = StoredResponse.of(409, null, "{}", false);

        assertThat(problem.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(problem.getHeaders().getLocation()).isNull();
    }

    @Test
    void aUuidHasItsCanonicalForm() {
        StrictUuidEditor editor = new StrictUuidEditor();

        editor.setAsText(ID);
        assertThat(editor.getValue()).isEqualTo(UUID.fromString(ID));
        editor.setAsText("");
        assertThat(editor.getValue()).isNull();
    }

    /** {@link UUID#fromString} accepts the first of these texts. */
    @ParameterizedTest
    @ValueSource(strings = {"1-2-3-4-5", "018f0000-0000-7000-8000-00000000000", "no id", ID + "0"})
    void anotherFormIsRejected(String text) {
        StrictUuidEditor editor = new StrictUuidEditor();

        assertThatThrownBy(() -> editor.setAsText(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
