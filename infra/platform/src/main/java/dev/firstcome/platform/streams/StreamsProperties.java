package dev.firstcome.platform.streams;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Streams of events to clients. Takes effect at the start of the process.
 *
 * @param openMax streams that are open in this process; each holds up to 140 KiB of the heap
 * @param perUserMax streams of one user that are open in this process
 * @param eventsWaitingMax events that wait in one stream for being written; its reader is cut off when more come
 * @param heartbeat how long a stream is silent at most
 * @param retry after how long a client whose stream has ended comes again, in the mean: half as much more or less, so that
 *     not all come at once
 * @param lookEvery how often is looked whether there is something new for those who wait
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
