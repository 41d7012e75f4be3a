package dev.firstcome.user.account;

import jakarta.validation.constraints.NotBlank;
import java.util.Base64;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * @param emailKey secret HMAC key, base64 of at least 32 bytes. It determines the bucket of an address, so it must
 *     never change after the first sign-up. It is secret, so that an attacker cannot target one bucket
 */
@Validated
@ConfigurationProperties("user.sign-up")
public record SignUpProperties(@NotBlank String emailKey) {
    private static final int KEY_BYTES_MIN = 32;

    byte[] key() {
        byte[] key = Base64.getDecoder().decode(emailKey);
        if (key.length < KEY_BYTES_MIN) {
            throw new IllegalStateException("user.sign-up.email-key has %d bytes, but at least %d are required"
                    .formatted(key.length, KEY_BYTES_MIN));
        }
        return key;
    }

    @Override
    public String toString() {
        return "(secret key)";
    }
}
