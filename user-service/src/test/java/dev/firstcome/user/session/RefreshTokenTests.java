package dev.firstcome.user.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshTokenTests {
    private static final UUID SESSION = UUID.fromString("0199aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee");

    private final RefreshToken first = RefreshToken.first(SESSION);

    @Test
    void anEncodedTokenIsParsed() {
        RefreshToken parsed = RefreshToken.parse(first.text()).orElseThrow();

        assertThat(parsed).isEqualTo(first);
        assertThat(parsed.sessionId()).isEqualTo(SESSION);
        assertThat(parsed.generation()).isEqualTo(1);
        assertThat(parsed.hash()).isEqualTo(first.hash());
    }

    @Test
    void theNextTokenHasANewSecret() {
        RefreshToken next = first.next();

        assertThat(next.generation()).isEqualTo(2);
        assertThat(next.sessionId()).isEqualTo(SESSION);
        assertThat(next.text().substring(28)).isNotEqualTo(first.text().substring(28));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "{}",
                "=====================================================================",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void malformedTokensAreRejected(String text) {
        assertThat(RefreshToken.parse(text)).isEmpty();
    }

    @Test
    void aTokenHasExactlyOneEncoding() {
        String text = first.text();
        char last = text.charAt(text.length() - 1);
        // The last character has unused bits, so another character decodes to the same bytes. It must be rejected.
        String alternative = text.substring(0, text.length() - 1) + (char) (last + 1);

        assertThat(RefreshToken.parse(alternative)).isEmpty();
        assertThat(RefreshToken.parse(text + "=")).isEmpty();
    }

    @Test
    void theSecretIsNeverPrinted() {
        assertThat(first.toString()).doesNotContain(first.text().substring(28));
    }
}
