package dev.firstcome.payment.checkout;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How orders become payments. Takes effect at the start of the process.
 *
 * @param lease how long a call has a key for itself: longer than a client is kept waiting, so that only who is gone loses it
 * @param twinWithin how soon the same order again is taken for a mistake
 * @param keysKept how long answers are kept, at least
 * @param wakenedWithin after which time a payment is gone on with although no event has said so
 */
@ConfigurationProperties("payment.checkout")
public record CheckoutProperties(
        @DefaultValue("8s") Duration lease,
        @DefaultValue("60s") Duration twinWithin,
        @DefaultValue("24h") Duration keysKept,
        @DefaultValue("3s") Duration wakenedWithin) {}
