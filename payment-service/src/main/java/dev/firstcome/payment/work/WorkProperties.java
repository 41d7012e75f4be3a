package dev.firstcome.payment.work;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Concurrency limit and polling of due work. Changes take effect after a restart.
 *
 * @param atOnce maximum number of payments and refunds that this process handles concurrently
 * @param lookEvery interval at which each shard is polled for due work
 * @param lookMost maximum number of items of each kind per poll of a shard
 */
@Validated
@ConfigurationProperties("payment.work")
public record WorkProperties(
        @DefaultValue("64") @Positive int atOnce,
        @DefaultValue("500ms") Duration lookEvery,
        @DefaultValue("100") @Positive int lookMost) {}
