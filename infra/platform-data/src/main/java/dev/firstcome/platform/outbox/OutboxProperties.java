package dev.firstcome.platform.outbox;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the outbox relay. They apply at startup.
 *
 * @param username the database role that reads the replication slot; it needs REPLICATION and CONNECT, and no table
 * @param sweepAfter the age at which the sweep publishes a row, if the write-ahead log has delivered nothing for as long
 * @param sweepInAnyCaseAfter the age at which the sweep publishes a row while the write-ahead log is delivered
 * @param sweepRows the maximum number of rows that one sweep publishes
 * @param batch the maximum number of rows that are published and deleted together
 * @param lagMax bytes of the write-ahead log that the slot may retain before the service is unhealthy
 */
@Validated
@ConfigurationProperties("platform.outbox")
public record OutboxProperties(
        String username,
        String password,
        @DefaultValue("5s") Duration sweepAfter,
        @DefaultValue("60s") Duration sweepInAnyCaseAfter,
        @DefaultValue("500") @Positive int sweepRows,
        @DefaultValue("2048") @Positive int batch,
        @DefaultValue("268435456") @Positive long lagMax) {}
