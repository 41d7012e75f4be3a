package dev.firstcome.e2e.verifier.collect;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.e2e.verifier.CampaignSection;
import dev.firstcome.e2e.verifier.Evidence.DeadLetter;
import dev.firstcome.e2e.verifier.Evidence.PublishedResult;
import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.log.LogRecordCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The decoded records of the four coupon topics that belong to one campaign. Records of other campaigns are skipped
 * while they are read, so that the memory depends on the campaign only.
 */
final class CampaignTopics {
    /** Results, progress and dead letters follow their log record, under a clock that may be late by this time. */
    private static final Duration CLOCK_DIFFERENCE_MAX = Duration.ofMinutes(1);

    private final CampaignSection section;
    private final List<LogRecord> log = new ArrayList<>();
    private final List<PublishedResult> results = new ArrayList<>();
    private final List<IssueProgress> progress = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final NavigableSet<Long> offsets = new TreeSet<>();

    /** The skipped record with the latest timestamp since the last record that was added to the log. */
    private @Nullable LogRecord latestSkipped;

    CampaignTopics(CampaignSection section) {
        this.section = section;
    }

    /**
     * Reads the log from the campaign's first record on, and the other topics from its timestamp on.
     *
     * @throws IllegalStateException if the log has no record of the campaign
     */
    TopicReader.Extent read(TopicReader topics) {
        var partition = new TopicPartition(Topics.COUPON_REQUESTS, section.partition());
        TopicReader.Extent extent =
                topics.forEach(partition, section.start().offset(), record -> addToLog(CouponTopics.logRecord(record)));
        if (offsets.isEmpty()) {
            throw new IllegalStateException("The log has no record of %s".formatted(section));
        }
        Instant since = Instant.ofEpochMilli(log.getFirst().timestampMillis()).minus(CLOCK_DIFFERENCE_MAX);
        topics.forEach(Topics.COUPON_RESULTS, since, this::addResult);
        topics.forEach(Topics.COUPON_PROGRESS, since, this::addProgress);
        topics.forEach(Topics.COUPON_REQUESTS + Topics.DEAD_LETTER_SUFFIX, since, this::addDeadLetter);
        return extent;
    }

    /** Adds a record of the campaign, or one of another campaign if it advances the time of the fold. */
    void addToLog(LogRecord record) {
        LogRecord skipped = latestSkipped;
        if (section.contains(record)) {
            if (skipped != null && skipped.timestampMillis() > record.timestampMillis()) {
                log.add(skipped);
            }
            latestSkipped = null;
            log.add(record);
            offsets.add(record.offset());
        } else if ((skipped == null || record.timestampMillis() >= skipped.timestampMillis())
                && LogRecordCodec.read(record).isPresent()) {
            latestSkipped = record;
        }
    }

    /** Adds a result of the campaign, or one that cannot be read and may belong to it. */
    private void addResult(ConsumerRecord<byte[], byte[]> record) {
        PublishedResult published = CouponTopics.result(record);
        if (published.result() == null || published.result().campaignId().equals(section.campaign())) {
            results.add(published);
        }
    }

    private void addProgress(ConsumerRecord<byte[], byte[]> record) {
        CouponTopics.progressOf(record)
                .filter(position -> position.partition() == section.partition())
                .ifPresent(progress::add);
    }

    private void addDeadLetter(ConsumerRecord<byte[], byte[]> record) {
        if (section.hasCampaignKey(record.key())) {
            deadLetters.add(CouponTopics.deadLetter(record));
        }
    }

    List<LogRecord> log() {
        return log;
    }

    /** The offsets of the campaign's records. */
    NavigableSet<Long> offsets() {
        return offsets;
    }

    List<PublishedResult> results() {
        return results;
    }

    List<IssueProgress> progress() {
        return progress;
    }

    List<DeadLetter> deadLetters() {
        return deadLetters;
    }
}
