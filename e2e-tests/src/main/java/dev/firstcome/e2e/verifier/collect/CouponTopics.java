package dev.firstcome.e2e.verifier.collect;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.e2e.verifier.Evidence.DeadLetter;
import dev.firstcome.e2e.verifier.Evidence.PublishedResult;
import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.log.LogRecordCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** The decoded records of the four coupon topics. */
record CouponTopics(
        String topicId,
        Map<Integer, Long> logStarts,
        List<LogRecord> log,
        List<PublishedResult> results,
        List<IssueProgress> progress,
        List<DeadLetter> deadLetters) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    static CouponTopics read(TopicReader topics) {
        TopicReader.Topic log = topics.read(Topics.COUPON_REQUESTS);
        return new CouponTopics(
                log.id(),
                log.starts(),
                log.records().stream().map(CouponTopics::logRecord).toList(),
                topics.read(Topics.COUPON_RESULTS).records().stream()
                        .map(CouponTopics::result)
                        .toList(),
                progress(topics.read(Topics.COUPON_PROGRESS).records()),
                topics.read(Topics.COUPON_REQUESTS + Topics.DEAD_LETTER_SUFFIX).records().stream()
                        .map(CouponTopics::deadLetter)
                        .toList());
    }

    static LogRecord logRecord(ConsumerRecord<byte[], byte[]> record) {
        return new LogRecord(
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                header(record, "ce_type"),
                record.value());
    }

    static PublishedResult result(ConsumerRecord<byte[], byte[]> record) {
        String type = header(record, "ce_type");
        return new PublishedResult(text(record.key()), type, header(record, "ce_id"), resultOf(type, record.value()));
    }

    private static @Nullable CouponResult resultOf(@Nullable String type, byte @Nullable [] value) {
        for (Class<?> known : CouponResult.class.getPermittedSubclasses()) {
            if (value != null && LogRecordCodec.typeOf(known).equals(type)) {
                try {
                    return (CouponResult) JSON.readValue(value, known);
                } catch (JacksonException unreadable) {
                    return null;
                }
            }
        }
        return null;
    }

    /** Decodes the progress records. Tombstones are ignored; no component writes them. */
    private static List<IssueProgress> progress(List<ConsumerRecord<byte[], byte[]>> records) {
        var progress = new ArrayList<IssueProgress>();
        records.forEach(record -> progressOf(record).ifPresent(progress::add));
        return progress;
    }

    static Optional<IssueProgress> progressOf(ConsumerRecord<byte[], byte[]> record) {
        return Optional.ofNullable(record.value()).map(value -> JSON.readValue(value, IssueProgress.class));
    }

    static DeadLetter deadLetter(ConsumerRecord<byte[], byte[]> record) {
        return new DeadLetter(
                header(record, "dlt-origin-topic"),
                header(record, "dlt-origin-partition"),
                header(record, "dlt-origin-offset"),
                record.key(),
                record.value());
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : text(header.value());
    }

    private static @Nullable String text(byte @Nullable [] utf8) {
        return utf8 == null ? null : new String(utf8, StandardCharsets.UTF_8);
    }
}
