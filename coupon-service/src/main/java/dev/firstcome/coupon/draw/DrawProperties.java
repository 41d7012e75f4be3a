package dev.firstcome.coupon.draw;

import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The secret key from which the seeds of draws are derived; the same in all processes. Changes require a restart.
 *
 * @param key base64, at least 32 bytes. Do not change it while a scheduled draw has not opened: its seed would change
 */
@Validated
@ConfigurationProperties("coupon.draw")
public record DrawProperties(@NotBlank String key) {
    @Override
    public String toString() {
        return "DrawProperties[not shown]";
    }
}
