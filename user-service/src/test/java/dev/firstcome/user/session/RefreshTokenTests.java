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
    void theSuccessorHasTheNextGenerationAndAnotherSecret() {
        RefreshToken successor = first.successor(SuccessorSalt.random());

        assertThat(successor.generation()).isEqualTo(2);
        assertThat(successor.sessionId()).isEqualTo(SESSION);
        assertThat(successor.text().substring(28)).isNotEqualTo(first.text().substring(28));
        assertThat(RefreshToken.parse(successor.text())).contains(successor);
    }

    @Test
    void theSuccessorDependsOnTheTokenAndTheSaltOnly() {
        SuccessorSalt salt = SuccessorSalt.random();
        RefreshToken sameToken = RefreshToken.parse(first.text()).orElseThrow();
        RefreshToken otherSecret = RefreshToken.first(SESSION);

        assertThat(sameToken.successor(SuccessorSalt.of(salt.bytes()))).isEqualTo(first.successor(salt));
        assertThat(otherSecret.successor(salt)).isNotEqualTo(first.successor(salt));
        assertThat(first.successor(SuccessorSalt.random())).isNotEqualTo(first.successor(salt));
    }

    @Test
    void onlyItsOwnHashMatches() {
        assertThat(first.matches(first.hash())).isTrue();
        assertThat(first.matches(RefreshToken.first(SESSION).hash())).isFalse();
        assertThat(first.matches(new byte[0])).isFalse();
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
