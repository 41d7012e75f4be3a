package dev.firstcome.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.platform.problems.ProblemException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CursorPageTests {
    @Test
    void aFullLastPageHasNoNextCursor() {
        assertThat(page(4, 2, 0)).isEqualTo(new CursorPage<>(List.of("1", "2"), 2));
        assertThat(page(4, 2, 2)).isEqualTo(new CursorPage<>(List.of("3", "4"), null));
    }

    @Test
    void anEmptyListHasNoNextCursor() {
        assertThat(page(0, 2, 0)).isEqualTo(new CursorPage<>(List.of(), null));
    }

    @Test
    void aLimitOutOfBoundsIsRefused() {
        assertThatThrownBy(() -> page(4, 0, 0)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> page(4, 11, 0)).isInstanceOf(ProblemException.class);
    }

    /** A page of the numbers after {@code after}, up to {@code size}. */
    private static CursorPage<String, Integer> page(int size, int limit, int after) {
        return CursorPage.read(
                new CursorPage.Limit(limit, 10),
                count -> IntStream.rangeClosed(after + 1, size)
                        .limit(count)
                        .boxed()
                        .toList(),
                String::valueOf,
                number -> number);
    }
}
