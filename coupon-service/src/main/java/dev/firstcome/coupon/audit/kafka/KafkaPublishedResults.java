package dev.firstcome.coupon.audit.kafka;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.contracts.coupon.result.CouponRevocationApplied;
import dev.firstcome.contracts.coupon.result.GrantIssued;
import dev.firstcome.contracts.coupon.result.RequestRejected;
import dev.firstcome.contracts.coupon.result.RequestRepeated;
import dev.firstcome.coupon.audit.PublishedResults;
import dev.firstcome.coupon.log.RequestLog.LogUnavailableException;
import dev.firstcome.coupon.log.ResultJsonCodec;
import dev.firstcome.platform.events.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/** Reads the whole topic, because results are partitioned by user, not by the partition of the log. */
@Component
class KafkaPublishedResults implements PublishedResults {
    private static final Logger log = LoggerFactory.getLogger(KafkaPublishedResults.class);
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);
    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration STALLED_AFTER = Duration.ofSeconds(30);

    private static final Map<String, Class<? extends CouponResult>> TYPES = Stream.of(
                    CouponIssued.class,
                    RequestRejected.class,
                    RequestRepeated.class,
                    GrantIssued.class,
                    CouponRevocationApplied.class)
            .map(type -> type.<CouponResult>asSubclass(CouponResult.class))
            .collect(Collectors.toMap(EventCodec::typeOf, Function.identity()));

    private final ConsumerFactory<byte[], byte[]> consumers;
    private final EventCodec codec;

    KafkaPublishedResults(ConsumerFactory<byte[], byte[]> consumers, EventCodec codec) {
        this.consumers = consumers;
        this.codec = codec;
    }

    @Override
    public boolean read(int partition, java.util.function.Consumer<List<CouponResult>> target) {
        List<TopicPartition> partitions = IntStream.range(0, Topics.PARTITIONS)
                .mapToObj(number -> new TopicPartition(Topics.COUPON_RESULTS, number))
                .toList();
        try (Consumer<byte[], byte[]> consumer =
                consumers.createConsumer(null, "published-results", null, settings())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, QUERY_TIMEOUT);
            long movedAt = System.nanoTime();
            while (!isAtEnd(consumer, ends)) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL_TIMEOUT);
                long now = System.nanoTime();
                movedAt = records.isEmpty() ? movedAt : now;
                if (now - movedAt > STALLED_AFTER.toNanos()) {
                    throw new KafkaException(
                            "coupon.results was not read to its end: no record within " + STALLED_AFTER);
                }
                target.accept(of(partition, records));
            }
            return consumer.beginningOffsets(partitions, QUERY_TIMEOUT).values().stream()
                    .allMatch(first -> first == 0);
        } catch (KafkaException unavailable) {
            throw new LogUnavailableException(unavailable);
        }
    }

    private static boolean isAtEnd(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey(), QUERY_TIMEOUT) >= end.getValue());
    }

    /** Selects by a prefix of the JSON text, so that results of other partitions are not deserialized. */
    private List<CouponResult> of(int partition, ConsumerRecords<byte[], byte[]> records) {
        byte[] prefix = ("{\"partition\":" + partition + ",").getBytes(StandardCharsets.US_ASCII);
        List<CouponResult> results = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            byte[] body = record.value();
            boolean selected = body != null
                    && body.length > prefix.length
                    && Arrays.equals(body, 0, prefix.length, prefix, 0, prefix.length);
            CouponResult result = selected ? deserialize(record) : null;
            if (result != null) {
                results.add(result);
            }
        }
        return results;
    }

    private @Nullable CouponResult deserialize(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(EventCodec.TYPE);
        Class<? extends CouponResult> type =
                header == null ? null : TYPES.get(new String(header.value(), StandardCharsets.UTF_8));
        if (type == null) {
            return null;
        }
        CouponResult parsed = type == CouponIssued.class ? ResultJsonCodec.issued(record.value()) : null;
        try {
            return parsed == null ? codec.read(type, record.value()) : parsed;
        } catch (JacksonException unreadable) {
            log.warn("unreadable record of coupon.results at {}-{}", record.partition(), record.offset());
            return null;
        }
    }

    private static Properties settings() {
        Properties settings = new Properties();
        settings.put("auto.offset.reset", "earliest");
        settings.put("max.poll.records", "5000");
        settings.put("fetch.max.wait.ms", "50");
        settings.put("allow.auto.create.topics", "false");
        return settings;
    }
}
