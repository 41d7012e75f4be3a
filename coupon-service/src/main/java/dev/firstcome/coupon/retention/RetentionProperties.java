package dev.firstcome.coupon.retention;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Retention settings of campaigns and records. Changes require a restart.
 *
 * @param purgeAfter time from the closing of a campaign until its state is purged, by the timestamps of the log
 * @param keepLog minimum age of a log record before it is deleted, even if it is no longer needed
 * @param lookEvery interval of the retention runs of a partition
 * @param trimEvery interval of the truncation of the log
 * @param trimAtLeast minimum number of records per truncation
 */
@Validated
@ConfigurationProperties("coupon.retention")
public record RetentionProperties(
        @DefaultValue("30d") Duration purgeAfter,
        @DefaultValue("30d") Duration keepLog,
        @DefaultValue("1s") Duration lookEvery,
        @DefaultValue("1m") Duration trimEvery,
        @DefaultValue("5000") @Positive long trimAtLeast) {}
