package dev.firstcome.coupon.draw;

import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The secret of which the seeds of draws are made, the same in all processes. Takes effect at the start of the process.
 *
 * @param key base64, at least 32 bytes. Of campaigns that are not opened yet the seed must not change, so neither may this
 */
@Validated
@ConfigurationProperties("coupon.draw")
public record DrawProperties(@NotBlank String key) {
    @Override
    public String toString() {
        return "DrawProperties[not shown]";
    }
}
