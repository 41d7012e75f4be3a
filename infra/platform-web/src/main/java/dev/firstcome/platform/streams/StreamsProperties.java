package dev.firstcome.platform.streams;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Configures server-sent event streams. Changes need a restart.
 *
 * @param openMax the limit of open streams in this process; each needs up to 140 KiB of heap
 *
 * @param perUserMax the limit of open streams per user in this process
 *
 * @param eventsWaitingMax the buffer size of a stream in events; an overflow disconnects the reader
 *
 * @param heartbeat the longest time without a write
 *
 * @param retry the mean reconnect delay of clients, randomized by 50 percent in both directions to spread the
 * reconnects
 *
 * @param lookEvery the poll interval for new events
 */
@Validated
@ConfigurationProperties("platform.streams")
public record StreamsProperties(
        @DefaultValue("500") @Positive int openMax,
        @DefaultValue("8") @Positive int perUserMax,
        @DefaultValue("100") @Positive int eventsWaitingMax,
        @DefaultValue("10s") Duration heartbeat,
        @DefaultValue("3s") Duration retry,
        @DefaultValue("200ms") Duration lookEvery) {}
