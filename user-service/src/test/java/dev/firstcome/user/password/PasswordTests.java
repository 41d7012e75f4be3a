package dev.firstcome.user.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.List;
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
    void aPasswordIsNotTrimmed() {
        assertThat(Password.of("  spaces  ")).contains(new Password("  spaces  "));
    }

    @Test
    void bothFormsOfAPasswordAreEqualAfterNormalisation() {
        String composed = "비밀번호는 café";
        String decomposed = Normalizer.normalize(composed, Normalizer.Form.NFD);

        assertThat(decomposed).isNotEqualTo(composed);
        assertThat(new Password(decomposed).normalized()).isEqualTo(composed);
        assertThat(new Password(composed).normalized()).isEqualTo(composed);
        assertThat(new Password("pass１２３４").normalized()).isEqualTo("pass１２３４");
    }

    @Test
    void theLengthOfANewPasswordIsCountedAfterNormalisation() {
        String tooShort = Normalizer.normalize("비밀번호", Normalizer.Form.NFD);
        String longest = Normalizer.normalize("각".repeat(128), Normalizer.Form.NFD);

        assertThat(tooShort).hasSizeGreaterThan(Password.LENGTH_MIN);
        assertThat(Password.of(tooShort)).isEmpty();
        assertThat(Password.of(longest)).isPresent();
        assertThat(Password.of("각".repeat(129))).isEmpty();
    }

    @Test
    void signInAcceptsWhatEarlierVersionsAccepted() {
        String countedAsTyped = Normalizer.normalize("비밀번호", Normalizer.Form.NFD);

        assertThat(Password.forSignIn(countedAsTyped)).isPresent();
        assertThat(Password.forSignIn("1234567")).isEmpty();
        assertThat(Password.forSignIn("a".repeat(129))).isEmpty();
        assertThat(Password.forSignIn(null)).isEmpty();
    }

    @Test
    void unpairedSurrogatesAndHugeTextsAreRejected() {
        for (String text : List.of("password\ud800", "pass\udc00word", "a\u0301\u0316".repeat(10_000))) {
            assertThat(Password.of(text)).isEmpty();
            assertThat(Password.forSignIn(text)).isEmpty();
        }
    }

    @Test
    void aPasswordIsNeverPrinted() {
        assertThat(Password.of("open sesame").toString()).doesNotContain("sesame");
    }
}
