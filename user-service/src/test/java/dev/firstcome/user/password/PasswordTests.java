package dev.firstcome.user.password;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordTests {
    @Test
    void aPasswordHas8To128Characters() {
        assertThat(Password.of("1234567")).isEmpty();
        assertThat(Password.of("12345678")).isPresent();
        assertThat(Password.of("a".repeat(128))).isPresent();
        assertThat(Password.of("a".repeat(129))).isEmpty();
        assertThat(Password.of(null)).isEmpty();
    }

    @Test
    void eachCodePointCountsAsOneCharacter() {
        assertThat(Password.of("👍".repeat(7))).isEmpty();
        assertThat(Password.of("👍".repeat(128))).isPresent();
    }

    @Test
    void aPasswordIsNotTrimmedOrChanged() {
        assertThat(Password.of("  spaces  ")).contains(new Password("  spaces  "));
    }

    @Test
    void aPasswordIsNeverPrinted() {
        assertThat(Password.of("open sesame").toString()).doesNotContain("sesame");
    }
}
