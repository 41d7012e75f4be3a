package dev.firstcome.coupon.admission;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Secret keys of the intake, the same in all processes. Changes require a restart.
 *
 * @param requestId key of the authentication code in request ids; base64, at least 32 bytes
 * @param admission keys of admissions; base64, at least 32 bytes each. The first key signs, all keys verify. To rotate,
 *     append
 *     the new key in all processes, move it to the front, and remove the old key when its last admission has expired
 * @param admissionValidFor validity of an admission; short, because clients obtain it immediately before the request
 */
@Validated
@ConfigurationProperties("coupon.keys")
public record IntakeKeys(
        @NotBlank String requestId,
        @NotEmpty List<String> admission,
        @DefaultValue("2m") Duration admissionValidFor) {
    private static final int BYTES_MIN = 32;

    public byte[] requestIdKey() {
        return decode("coupon.keys.request-id", requestId);
    }

    List<byte[]> admissionKeys() {
        return admission.stream()
                .map(key -> decode("coupon.keys.admission", key))
                .toList();
    }

    private static byte[] decode(String name, String text) {
        byte[] key = Base64.getDecoder().decode(text);
        if (key.length < BYTES_MIN) {
            throw new IllegalStateException(
                    "%s has %d bytes but requires at least %d".formatted(name, key.length, BYTES_MIN));
        }
        return key;
    }

    @Override
    public String toString() {
        return "IntakeKeys[not shown]";
    }
}
