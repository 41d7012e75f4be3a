package dev.firstcome.payment.monitoring;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Monitoring of payments in state UNKNOWN. Read at startup.
 *
 * @param unknownFor age from which a payment in state UNKNOWN is counted
 * @param lookEvery interval between two queries of a shard
 */
@ConfigurationProperties("payment.watching")
public record MonitoringProperties(
        @DefaultValue("1m") Duration unknownFor,
        @DefaultValue("5s") Duration lookEvery) {}
