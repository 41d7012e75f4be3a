package dev.firstcome.payment.charge;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How payments are gone on with. Takes effect at the start of the process.
 *
 * @param turn how long one turn of asking the provider may take, after which another one may begin: longer than all its calls
 * @param expireAfter how long a payment may wait for what it needs
 * @param askAgain after which time the provider is asked again what became of a charge, the first time; each time twice as
 *     long, up to the longest
 * @param askAgainMax the longest
 * @param giveUpAfter after which time a charge that was never confirmed is called off
 */
@ConfigurationProperties("payment.charge")
public record ChargeProperties(
        @DefaultValue("20s") Duration turn,
        @DefaultValue("15m") Duration expireAfter,
        @DefaultValue("5s") Duration askAgain,
        @DefaultValue("10m") Duration askAgainMax,
        @DefaultValue("1h") Duration giveUpAfter) {}
