package dev.firstcome.platform.outbox;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How events leave the outbox. Takes effect at the start of the process.
 *
 * @param username the database role that follows the log: it may replicate, connect to the service's database, and
 *     nothing else
 * @param sweepAfter how old a row must be before the sweep sends it, if the log has been silent for as long
 * @param sweepInAnyCaseAfter how old a row must be before the sweep sends it, also while the log is being read
 * @param sweepRows rows that one sweep sends at most
 * @param batch rows that are sent and deleted together at most
 * @param lagMax bytes of the log that the slot may hold back before the service is unhealthy
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
