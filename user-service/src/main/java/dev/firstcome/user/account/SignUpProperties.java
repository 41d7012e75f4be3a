package dev.firstcome.user.account;

import jakarta.validation.constraints.NotBlank;
import java.util.Base64;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * @param emailKey base64 of at least 32 bytes. It says in which bucket an address lives, so it never changes once the
 *     first user has signed up; it is secret, so that nobody can fill one bucket on purpose
 */
@Validated
@ConfigurationProperties("user.sign-up")
public record SignUpProperties(@NotBlank String emailKey) {
    private static final int KEY_BYTES_MIN = 32;

    byte[] key() {
        byte[] key = Base64.getDecoder().decode(emailKey);
        if (key.length < KEY_BYTES_MIN) {
            throw new IllegalStateException(
                    "user.sign-up.email-key has %d bytes, needs %d".formatted(key.length, KEY_BYTES_MIN));
        }
        return key;
    }

    @Override
    public String toString() {
        return "(a key)";
    }
}
