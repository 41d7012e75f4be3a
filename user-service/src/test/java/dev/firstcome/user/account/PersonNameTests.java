package dev.firstcome.user.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonNameTests {
    @ParameterizedTest
    @ValueSource(strings = {"김민지", "O'Brien-Smith", "Zoë", "👩‍👩‍👧"})
    void validNamesAreAccepted(String text) {
        assertThat(PersonName.of(text)).contains(new PersonName(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "a\u0000b", "a\nb", "a\u001b[31mb", "a\u2028b", "a\ud800b"})
    void blankNamesAndControlCharactersAreRejected(String text) {
        assertThat(PersonName.of(text)).isEmpty();
    }

    @Test
    void aNameIsStoredInComposedForm() {
        String decomposed = Normalizer.normalize("김민지 Zoë", Normalizer.Form.NFD);

        assertThat(PersonName.of(decomposed)).contains(new PersonName("김민지 Zoë"));
        assertThat(PersonName.of(Normalizer.normalize("각".repeat(100), Normalizer.Form.NFD)))
                .isPresent();
    }

    @Test
    void hugeNamesAreRejected() {
        assertThat(PersonName.of("a\u0301\u0316".repeat(10_000))).isEmpty();
    }

    @Test
    void aNameHasAtMost100CodePoints() {
        assertThat(PersonName.of("👍".repeat(100))).isPresent();
        assertThat(PersonName.of("a".repeat(101))).isEmpty();
    }
}
