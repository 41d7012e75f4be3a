package dev.firstcome.user.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailTests {
    @Test
    void spellingsOfOneAddressAreEqual() {
        assertThat(Email.of("  Kim.Minji+Sale@Example.COM\n")).isEqualTo(Email.of("kim.minji+sale@example.com"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "kim",
                "kim@",
                "@example.com",
                "kim@example",
                "kim@@example.com",
                "kim lee@example.com",
                "kim@exa mple.com",
                "kim@-example.com",
                "kim@example..com",
                "kim@example.c\u0000m",
                "kim\r\nBcc:a@example.com",
                "\"kim\"@example.com",
                "kim@example.com,lee@example.com",
                "kím@example.com"
            })
    void invalidAddressesAreRejected(String text) {
        assertThat(Email.of(text)).isEmpty();
    }

    @Test
    void aMissingAddressIsRejected() {
        assertThat(Email.of(null)).isEmpty();
    }

    @Test
    void anAddressHasAtMost254Characters() {
        String domain = "a".repeat(60) + "." + "b".repeat(60) + "." + "c".repeat(60) + ".example";
        String longest = "k".repeat(Email.LENGTH_MAX - domain.length() - 1) + "@" + domain;

        assertThat(Email.of(longest)).isPresent();
        assertThat(Email.of("k" + longest)).isEmpty();
    }

    @Test
    void anAddressIsNeverPrinted() {
        assertThat(Email.of("kim@example.com").toString()).doesNotContain("kim");
    }
}
