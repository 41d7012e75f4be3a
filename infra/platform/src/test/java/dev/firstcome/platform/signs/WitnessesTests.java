package dev.firstcome.platform.signs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WitnessesTests {
    private static final String SIGN = "a.sign";

    private final Witnesses witnesses = new Witnesses();

    @Test
    void theFirstAreKeptOrTheLast() {
        IntStream.range(0, 50).forEach(number -> {
            witnesses.note(SIGN, "first", "w" + number);
            witnesses.noteLatest(SIGN, "last", "w" + number);
        });

        assertThat(witnesses.of(SIGN, "first")).hasSize(20).startsWith("w0").endsWith("w19");
        assertThat(witnesses.of(SIGN, "last")).hasSize(20).startsWith("w30").endsWith("w49");
    }

    @Test
    void ofManySubjectsThoseAreKeptThatWereNotedLast() {
        IntStream.range(0, 300).forEach(number -> witnesses.noteLatest(SIGN, "s" + number, "w"));

        assertThat(witnesses.of(SIGN, "s99")).isEmpty();
        assertThat(witnesses.of(SIGN, "s100")).containsExactly("w");
        assertThat(witnesses.of(SIGN, "s299")).containsExactly("w");
    }
}
