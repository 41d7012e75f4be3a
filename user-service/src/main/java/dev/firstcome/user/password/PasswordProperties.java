package dev.firstcome.user.password;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The cost of a password hash (Argon2id). The defaults are OWASP's recommendation. A change needs a restart and applies
 * to new hashes only; a stored hash keeps its parameters.
 *
 * @param memoryKib memory of one hash
 *
 * @param waitMax maximum wait for a hashing permit; the number of permits is the number of cores
 */
@Validated
@ConfigurationProperties("user.password")
public record PasswordProperties(
        @DefaultValue("19456") @Min(64) @Max(1_048_576) int memoryKib,
        @DefaultValue("2") @Min(1) @Max(16) int iterations,
        @DefaultValue("1") @Min(1) @Max(8) int parallelism,
        @DefaultValue("2s") Duration waitMax) {}
