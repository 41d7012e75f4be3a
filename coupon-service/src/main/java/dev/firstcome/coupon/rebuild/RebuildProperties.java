package dev.firstcome.coupon.rebuild;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How states are made anew. Takes effect at the start of the process.
 *
 * @param lookEvery how often a process looks for rebuilds of its partitions
 * @param attempts how often one is begun again after a failure before it is given up
 * @param walletsWithin how long coupons may take into the wallets before they count as missing
 * @param differencesMax differences that are kept, and of the state looked at again, at most
 */
@Validated
@ConfigurationProperties("coupon.rebuild")
public record RebuildProperties(
        @DefaultValue("1s") Duration lookEvery,
        @DefaultValue("8") @Positive @Max(100) int attempts,
        @DefaultValue("20s") Duration walletsWithin,
        @DefaultValue("100000") @Positive @Max(10_000_000) int differencesMax) {}
