package dev.firstcome.payment.reconciliation;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Reconciliation with the provider. Read at startup.
 *
 * @param every interval of scheduled runs, over all processes; 0 disables them
 * @param window default length of the compared period
 * @param windowMax maximum length of the compared period
 * @param inFlight minimum age of a change; more recent changes are left to a later run
 * @param strayAfter age from which an unconfirmed intent will not be confirmed any more
 * @param lease time after which a run fails if its process no longer renews the lease
 * @param longest maximum duration of a run
 * @param intentsMax maximum number of charges of a run; with more, the run fails and a shorter window is necessary
 * @param lookUpsMax maximum number of charges that a run checks individually
 * @param keptFor retention of completed runs and of resolved differences; open differences are never removed
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
