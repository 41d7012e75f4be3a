package dev.firstcome.coupon.rebuild;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The configuration of rebuilds, applied at startup.
 *
 * @param lookEvery interval at which a process polls for rebuilds of its partitions
 * @param attempts maximum number of attempts of a rebuild
 * @param walletsWithin maximum delay of wallet writes, after which absent coupons count as missing
 * @param differencesMax maximum number of stored differences, and of state differences that are checked again
 */
@Validated
@ConfigurationProperties("coupon.rebuild")
public record RebuildProperties(
        @DefaultValue("1s") Duration lookEvery,
        @DefaultValue("8") @Positive @Max(100) int attempts,
        @DefaultValue("20s") Duration walletsWithin,
        @DefaultValue("100000") @Positive @Max(10_000_000) int differencesMax) {}
