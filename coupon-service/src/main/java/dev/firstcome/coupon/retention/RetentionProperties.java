package dev.firstcome.coupon.retention;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long things are kept. Takes effect at the start of the process.
 *
 * @param forgetAfter how long after its closing a campaign's state is forgotten, by the time of the log
 * @param keepLog how old a record of the log is at least before it is deleted, also where nothing needs it any more
 * @param lookEvery how often a partition's owner looks what has become old
 * @param trimEvery how often the log is cut
 * @param trimAtLeast how many records must go at once, so that the log is not cut for a few
 */
@Validated
@ConfigurationProperties("coupon.retention")
public record RetentionProperties(
        @DefaultValue("30d") Duration forgetAfter,
        @DefaultValue("30d") Duration keepLog,
        @DefaultValue("1s") Duration lookEvery,
        @DefaultValue("1m") Duration trimEvery,
        @DefaultValue("5000") @Positive long trimAtLeast) {}
