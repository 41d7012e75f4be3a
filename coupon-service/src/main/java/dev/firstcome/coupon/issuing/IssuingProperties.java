package dev.firstcome.coupon.issuing;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the issuers. Changes require a restart.
 *
 * @param recordsPerCall maximum number of records per script call; a larger value blocks Redis longer
 * @param batchesInFlight maximum number of applied batches per partition whose results are not acknowledged yet
 * @param probeEvery interval at which an idle issuer verifies that its partition state still exists
 * @param openingRetry time after which an opening or closing record that had no effect is appended again
 * @param acknowledgeWithin acknowledgement timeout of results, after which the issuer restarts
 */
@Validated
@ConfigurationProperties("coupon.issuing")
public record IssuingProperties(
        @DefaultValue("2000") @Positive @Max(5000) int recordsPerCall,
        @DefaultValue("2") @Positive @Max(16) int batchesInFlight,
        @DefaultValue("1s") Duration probeEvery,
        @DefaultValue("300ms") Duration openingRetry,
        @DefaultValue("15s") Duration acknowledgeWithin) {}
