package dev.firstcome.coupon.issuing;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the log is applied. Takes effect at the start of the process.
 *
 * @param recordsPerCall records in one call of the script, at most; more would hold Redis longer
 * @param batchesInFlight applied batches of a partition whose results are not yet acknowledged, at most
 * @param probeEvery how often an idle partition looks whether its state is still there
 * @param openingRetry how long to wait for an opening or closing to take effect before it is appended again
 * @param acknowledgeWithin how long results may take to be acknowledged before the partition starts over
 */
@Validated
@ConfigurationProperties("coupon.issuing")
public record IssuingProperties(
        @DefaultValue("2000") @Positive @Max(5000) int recordsPerCall,
        @DefaultValue("2") @Positive @Max(16) int batchesInFlight,
        @DefaultValue("1s") Duration probeEvery,
        @DefaultValue("300ms") Duration openingRetry,
        @DefaultValue("15s") Duration acknowledgeWithin) {}
