package dev.firstcome.payment.work;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much is done at once. Takes effect at the start of the process.
 *
 * @param atOnce payments and refunds that this process works on at the same time
 * @param lookEvery how often is looked for what is due and nobody goes on with
 * @param lookMost how much of each shard one look takes
 */
@Validated
@ConfigurationProperties("payment.work")
public record WorkProperties(
        @DefaultValue("64") @Positive int atOnce,
        @DefaultValue("500ms") Duration lookEvery,
        @DefaultValue("100") @Positive int lookMost) {}
