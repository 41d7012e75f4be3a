package dev.firstcome.e2e.scenarios;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.contracts.coupon.log.CouponRecord;
import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.access.SystemUsers;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.log.LogRecordCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A client of the coupon topics that writes as the coupon service and reads as the auditor. */
final class CouponTopics implements AutoCloseable {
    private static final String TIMEOUT_MILLIS = "5000";
    private static final Duration POLL = Duration.ofMillis(200);
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;

    CouponTopics(PlatformDescription.Kafka kafka) {
        Map<String, Object> producerConfig = new HashMap<>(kafka.settings(ServiceDefinition.COUPON));
        producerConfig.put(ProducerConfig.ACKS_CONFIG, "all");
        producerConfig.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MILLIS);
        producerConfig.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        producerConfig.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "10000");
        producer = new KafkaProducer<>(producerConfig, new ByteArraySerializer(), new ByteArraySerializer());
        Map<String, Object> consumerConfig = new HashMap<>(kafka.settings(SystemUsers.AUDITOR));
        consumerConfig.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        consumerConfig.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        consumerConfig.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        consumer = new KafkaConsumer<>(consumerConfig, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Appends raw bytes to a partition of the request log, and returns their offset. */
    long appendRequest(int partition, String key, String type, String value) throws Exception {
        ProducerRecord<byte[], byte[]> bytes =
                new ProducerRecord<>(Topics.COUPON_REQUESTS, partition, utf8(key), utf8(value));
        bytes.headers().add("ce_type", utf8(type));
        return producer.send(bytes).get(10, TimeUnit.SECONDS).offset();
    }

    /** Appends a result that the issuer never published to a partition of the results topic. */
    void appendForgedResult(int resultPartition, CouponIssued forged) throws Exception {
        ProducerRecord<byte[], byte[]> bytes = new ProducerRecord<>(
                Topics.COUPON_RESULTS,
                resultPartition,
                utf8(forged.userId().toString()),
                JSON.writeValueAsBytes(forged));
        bytes.headers()
                .add("ce_id", utf8(forged.partition() + "-" + forged.offset()))
                .add("ce_type", utf8("coupon.issued.v1"));
        producer.send(bytes).get(10, TimeUnit.SECONDS);
    }

    /** The number of published results, over all partitions. */
    long resultCount() {
        return consumer.endOffsets(partitions(Topics.COUPON_RESULTS)).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Appends records to a partition in the format of the intake, and returns the offset of the last one. */
    long appendRequests(int partition, List<CouponRecord> records) throws Exception {
        Future<RecordMetadata> last = CompletableFuture.failedFuture(new IllegalArgumentException("no records"));
        for (CouponRecord record : records) {
            LogRecord written = LogRecordCodec.write(partition, 0, 0, record);
            ProducerRecord<byte[], byte[]> bytes =
                    new ProducerRecord<>(Topics.COUPON_REQUESTS, partition, written.key(), written.value());
            bytes.headers().add("ce_type", utf8(LogRecordCodec.typeOf(record.getClass())));
            last = producer.send(bytes);
        }
        return last.get(10, TimeUnit.SECONDS).offset();
    }

    /** The number of records in the request log, over all partitions. */
    long requestCount() {
        return consumer.endOffsets(partitions(Topics.COUPON_REQUESTS)).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** The offset of the next record of a request log partition. */
    long endOffset(int partition) {
        TopicPartition topicPartition = new TopicPartition(Topics.COUPON_REQUESTS, partition);
        return consumer.endOffsets(List.of(topicPartition)).getOrDefault(topicPartition, 0L);
    }

    /** The last published offset of a partition; -1 if there is none. */
    long publishedOffset(int partition) {
        LongAccumulator published = new LongAccumulator(Math::max, -1);
        anyMatch(Topics.COUPON_PROGRESS, record -> {
            IssueProgress progress = JSON.readValue(record.value(), IssueProgress.class);
            if (progress.partition() == partition) {
                published.accumulate(progress.published());
            }
            return false;
        });
        return published.get();
    }

    /** Whether the dead-letter topic has a record with exactly this value. */
    boolean hasDeadLetter(String value) {
        return anyMatch(
                Topics.COUPON_REQUESTS + Topics.DEAD_LETTER_SUFFIX,
                letter -> value.equals(new String(letter.value(), StandardCharsets.UTF_8)));
    }

    /** Whether the result of the request at this partition and offset is in the results topic. */
    boolean hasResult(int partition, long offset) {
        byte[] id = utf8(partition + "-" + offset);
        return anyMatch(
                Topics.COUPON_RESULTS,
                result -> Arrays.equals(id, result.headers().lastHeader("ce_id").value()));
    }

    private boolean anyMatch(String topic, Predicate<ConsumerRecord<byte[], byte[]>> predicate) {
        List<TopicPartition> partitions = partitions(topic);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        while (partitions.stream()
                .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (predicate.test(record)) {
                    return true;
                }
            }
        }
        return false;
    }

    private List<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        consumer.close();
    }
}
