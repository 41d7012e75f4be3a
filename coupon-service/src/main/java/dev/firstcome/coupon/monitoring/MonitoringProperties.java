package dev.firstcome.coupon.monitoring;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The resource limits of the monitor, applied at startup.
 *
 * @param recordsPerSecond maximum rate of the log and its results together. Records above the rate wait
 * @param backlogMax maximum number of waiting records. Above it, all of them are skipped and counted as not checked
 * @param roundEvery interval between evaluations
 */
@Validated
@ConfigurationProperties("coupon.watching")
public record MonitoringProperties(
        @DefaultValue("25000") @Positive int recordsPerSecond,
        @DefaultValue("1000000") @Positive long backlogMax,
        @DefaultValue("500ms") Duration roundEvery) {}
