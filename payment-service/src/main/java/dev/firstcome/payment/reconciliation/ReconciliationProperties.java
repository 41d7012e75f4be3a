package dev.firstcome.payment.reconciliation;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the provider's list is compared with what is here. Takes effect at the start of the process.
 *
 * @param every after which time a run begins by itself, one over all processes; 0: never
 * @param window how far back such a run looks, and one that is asked for without a beginning
 * @param windowMax how far apart the beginning and the end of a run may be
 * @param inFlight what was changed more recently than this is left to a later run
 * @param strayAfter after which time a charge that was made and not confirmed is not going to be
 * @param lease how long a run stands whose process says nothing any more
 * @param longest how long a run may take
 * @param intentsMax so many charges a run looks at; of more it fails, and a shorter time must be asked for
 * @param lookUpsMax so many of them, or of payments, it looks up one by one
 * @param keptFor how long a run that has ended is kept, and a difference that is no more; open ones stay
 */
@Validated
@ConfigurationProperties("payment.reconciliation")
record ReconciliationProperties(
        @DefaultValue("1h") Duration every,
        @DefaultValue("25h") Duration window,
        @DefaultValue("31d") Duration windowMax,
        @DefaultValue("2m") Duration inFlight,
        @DefaultValue("1h") Duration strayAfter,
        @DefaultValue("1m") Duration lease,
        @DefaultValue("30m") Duration longest,
        @DefaultValue("200000") @Positive int intentsMax,
        @DefaultValue("10000") @Positive int lookUpsMax,
        @DefaultValue("400d") Duration keptFor) {}
