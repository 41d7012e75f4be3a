package dev.firstcome.payment.checkout;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Timing of the checkout. Changes take effect after a restart.
 *
 * @param lease duration of the lease of an idempotency key; must be longer than the client's time-out, so only a
 *     crashed request loses it
 * @param twinWithin age up to which an equal order is treated as a suspected duplicate
 * @param keysKept minimum retention of recorded responses
 * @param wakenedWithin delay after which the poller processes a new payment that no event has triggered
 */
@ConfigurationProperties("payment.checkout")
public record CheckoutProperties(
        @DefaultValue("8s") Duration lease,
        @DefaultValue("60s") Duration twinWithin,
        @DefaultValue("24h") Duration keysKept,
        @DefaultValue("3s") Duration wakenedWithin) {}
