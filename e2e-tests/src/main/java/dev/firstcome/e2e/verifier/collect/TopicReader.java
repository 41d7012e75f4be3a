package dev.firstcome.e2e.verifier.collect;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.access.SystemUsers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics to their current end. Joins no consumer group and commits no offsets. Not thread-safe. */
final class TopicReader implements AutoCloseable {
    private static final Duration CALL_MAX = Duration.ofSeconds(10);
    private static final Duration TOPIC_MAX = Duration.ofMinutes(2);
    private static final Duration POLL_MAX = Duration.ofMillis(500);
    private static final int RECORDS_PER_POLL = 10_000;

    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;

    TopicReader(PlatformDescription.Kafka kafka) {
        Map<String, Object> settings = new HashMap<>(kafka.settings(SystemUsers.AUDITOR));
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, (int) CALL_MAX.toMillis());
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CALL_MAX.toMillis());
        admin = Admin.create(settings);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_PER_POLL);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** The first available offset of each partition, and all records in offset order within each partition. */
    record Topic(String id, Map<Integer, Long> starts, List<ConsumerRecord<byte[], byte[]>> records) {}

    Topic read(String name) {
        return read(name, Instant.EPOCH);
    }

    /** Reads the records since a point in time. */
    Topic read(String name, Instant since) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        Extent extent = forEach(name, since, records::add);
        return new Topic(extent.topicId(), extent.starts(), records);
    }

    /** The id of a topic and the first available offset of each partition. */
    record Extent(String topicId, Map<Integer, Long> starts) {}

    /** Passes the records since a point in time to the handler, in offset order within each partition. */
    Extent forEach(String name, Instant since, Consumer<ConsumerRecord<byte[], byte[]>> handler) {
        TopicDescription description = describe(name);
        List<TopicPartition> partitions = description.partitions().stream()
                .map(partition -> new TopicPartition(name, partition.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions, CALL_MAX);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, CALL_MAX);
        starts.forEach(consumer::seek);
        if (since.isAfter(Instant.EPOCH)) {
            seek(partitions, since, ends);
        }
        poll(ends, handler);
        return extent(description, starts);
    }

    /**
     * Passes the records of one partition from an offset on to the handler.
     *
     * @throws IllegalStateException if that offset is deleted
     */
    Extent forEach(TopicPartition partition, long from, Consumer<ConsumerRecord<byte[], byte[]>> handler) {
        TopicDescription description = describe(partition.topic());
        consumer.assign(List.of(partition));
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(List.of(partition), CALL_MAX);
        long start = starts.getOrDefault(partition, 0L);
        if (start > from) {
            throw new IllegalStateException(
                    "%s starts at %d, but the record at %d is needed".formatted(partition, start, from));
        }
        consumer.seek(partition, from);
        poll(consumer.endOffsets(List.of(partition), CALL_MAX), handler);
        return extent(description, starts);
    }

    private void poll(Map<TopicPartition, Long> ends, Consumer<ConsumerRecord<byte[], byte[]>> handler) {
        long deadline = System.nanoTime() + TOPIC_MAX.toNanos();
        while (!reached(ends)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        "%s could not be read to its end within %s".formatted(ends.keySet(), TOPIC_MAX));
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL_MAX)) {
                var partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < ends.getOrDefault(partition, 0L)) {
                    handler.accept(record);
                }
            }
        }
    }

    private static Extent extent(TopicDescription description, Map<TopicPartition, Long> starts) {
        var byNumber = new HashMap<Integer, Long>();
        starts.forEach((partition, start) -> byNumber.put(partition.partition(), start));
        return new Extent(description.topicId().toString(), byNumber);
    }

    private void seek(List<TopicPartition> partitions, Instant since, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, since.toEpochMilli()));
        consumer.offsetsForTimes(times, CALL_MAX)
                .forEach((partition, found) ->
                        consumer.seek(partition, found == null ? ends.getOrDefault(partition, 0L) : found.offset()));
    }

    /** Compares positions, because transaction markers occupy offsets without being records. */
    private boolean reached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey(), CALL_MAX) >= end.getValue());
    }

    private TopicDescription describe(String name) {
        try {
            return admin.describeTopics(List.of(name))
                    .allTopicNames()
                    .get(CALL_MAX.toMillis(), TimeUnit.MILLISECONDS)
                    .values()
                    .iterator()
                    .next();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Cannot describe topic " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while describing topic " + name, e);
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CALL_MAX));
        admin.close(CALL_MAX);
    }
}
