package dev.firstcome.coupon.watching;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What watching may cost. Takes effect at the start of the process.
 *
 * @param recordsPerSecond of the log and its results together that are looked at, at most; what comes faster waits
 * @param backlogMax records that wait, at most: then all of them are left out, and counted as not checked
 * @param roundEvery how often what was read is judged
 */
@Validated
@ConfigurationProperties("coupon.watching")
public record WatchingProperties(
        @DefaultValue("25000") @Positive int recordsPerSecond,
        @DefaultValue("1000000") @Positive long backlogMax,
        @DefaultValue("500ms") Duration roundEvery) {}
