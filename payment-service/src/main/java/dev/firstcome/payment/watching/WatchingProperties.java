package dev.firstcome.payment.watching;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is watched. Takes effect at the start of the process.
 *
 * @param unknownFor how long it may be unknown whether a payment was charged, without being a sign
 * @param lookEvery how often each shard is asked for such payments
 */
@ConfigurationProperties("payment.watching")
public record WatchingProperties(
        @DefaultValue("1m") Duration unknownFor,
        @DefaultValue("5s") Duration lookEvery) {}
