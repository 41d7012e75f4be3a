package dev.firstcome.payment.charge;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Timing of charges. Changes take effect after a restart.
 *
 * @param turn lease of an attempt at the provider; must exceed the time limits of all its calls together
 * @param expireAfter age at which a payment that is not being charged expires
 * @param askAgain delay before the first query for an unknown charge result; doubles with each attempt
 * @param askAgainMax upper bound of that delay
 * @param giveUpAfter age at which an unconfirmed intent is cancelled
 */
@ConfigurationProperties("payment.charge")
public record ChargeProperties(
        @DefaultValue("20s") Duration turn,
        @DefaultValue("15m") Duration expireAfter,
        @DefaultValue("5s") Duration askAgain,
        @DefaultValue("10m") Duration askAgainMax,
        @DefaultValue("1h") Duration giveUpAfter) {}
