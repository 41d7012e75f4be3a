package dev.firstcome.local.proof;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.access.SystemUsers;
import dev.firstcome.local.layout.LocalPlatformException;
import dev.firstcome.model.proof.ExportFolder;
import dev.firstcome.model.proof.ExportedRecord;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Exports the coupon log and its proofs as the Kafka user auditor, up to the current end of each partition. Proofs are
 * read first, so that every exported proof covers exported records only. Not thread-safe.
 */
public final class ProofExport implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration CALL = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration IDLE_MAX = Duration.ofSeconds(30);
    private static final String TYPE = "ce_type";

    private final Map<String, Object> settings;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RecordProgress progress;

    /** The number of exported records and partitions, and the size of all written files in bytes. */
    public record Result(long records, int partitions, long bytes) {}

    public ProofExport(PlatformDescription.Kafka kafka, RecordProgress progress) {
        this.progress = progress;
        settings = new HashMap<>(kafka.settings(SystemUsers.AUDITOR));
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CALL.toMillis());
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) CALL.toMillis());
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Exports the selected partitions. Replaces the files of an earlier export in the same folder.
     *
     * @throws LocalPlatformException if Kafka is unavailable or the files cannot be written
     */
    public Result write(ExportFolder export, IntPredicate selected) {
        try {
            List<ProofBlock> proofs = proofs(selected);
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.COUPON_REQUESTS, CALL).stream()
                    .filter(partition -> selected.test(partition.partition()))
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw LocalPlatformException.wrongUse("The coupon log has no such partition");
            }
            TreeMap<Integer, Long> starts = new TreeMap<>();
            consumer.beginningOffsets(partitions, CALL)
                    .forEach((partition, start) -> starts.put(partition.partition(), start));
            ExportFolder.Contents contents = new ExportFolder.Contents(topicId(), starts);
            export.write(contents);
            export.write(proofs);
            progress.started(lengths(partitions, starts));
            long records = 0;
            for (TopicPartition partition : partitions) {
                records += records(export, partition);
            }
            progress.finish();
            return new Result(records, partitions.size(), export.bytes(contents));
        } catch (KafkaException unavailable) {
            throw LocalPlatformException.failed("Kafka is unavailable: " + unavailable.getMessage(), unavailable);
        } catch (IOException | UncheckedIOException failure) {
            throw LocalPlatformException.failed("Cannot write the export: " + failure.getMessage(), failure);
        }
    }

    /** The distance from the first to the end offset: the number of records, if no offset is skipped. */
    private Map<Integer, Long> lengths(List<TopicPartition> partitions, Map<Integer, Long> starts) {
        Map<Integer, Long> lengths = new TreeMap<>();
        consumer.endOffsets(partitions, CALL)
                .forEach((partition, end) ->
                        lengths.put(partition.partition(), end - starts.getOrDefault(partition.partition(), 0L)));
        return lengths;
    }

    private List<ProofBlock> proofs(IntPredicate selected) {
        List<ProofBlock> proofs = new ArrayList<>();
        read(new TopicPartition(Topics.COUPON_PROOFS, 0), record -> {
            ProofBlock block = JSON.readValue(record.value(), ProofBlock.class);
            if (selected.test(block.partition())) {
                proofs.add(block);
            }
        });
        return proofs;
    }

    private long records(ExportFolder export, TopicPartition partition) throws IOException {
        long[] count = {0};
        try (BufferedWriter file = export.records(partition.partition())) {
            read(partition, record -> {
                try {
                    file.write(exported(record).line());
                    file.newLine();
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
                count[0]++;
                progress.processed(partition.partition());
            });
        } catch (UncheckedIOException failure) {
            throw new IOException(failure.getMessage(), failure);
        }
        return count[0];
    }

    private static ExportedRecord exported(ConsumerRecord<byte[], byte[]> record) {
        Header type = record.headers().lastHeader(TYPE);
        byte @Nullable [] name = type == null ? null : type.value();
        return new ExportedRecord(
                record.partition(), record.offset(), record.timestamp(), record.key(), name, record.value());
    }

    private void read(TopicPartition partition, Consumer<ConsumerRecord<byte[], byte[]>> consume) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition), CALL).getOrDefault(partition, 0L);
        long lastRecordAt = System.nanoTime();
        while (consumer.position(partition, CALL) < end) {
            progress.tick();
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < end) {
                    consume.accept(record);
                }
                lastRecordAt = System.nanoTime();
            }
            if (System.nanoTime() - lastRecordAt > IDLE_MAX.toNanos()) {
                throw LocalPlatformException.failed(
                        "Kafka returned no record of %s for %d s".formatted(partition, IDLE_MAX.toSeconds()));
            }
        }
    }

    private String topicId() {
        try (Admin admin = Admin.create(settings)) {
            return admin.describeTopics(List.of(Topics.COUPON_REQUESTS))
                    .allTopicNames()
                    .get(CALL.toMillis(), TimeUnit.MILLISECONDS)
                    .values()
                    .iterator()
                    .next()
                    .topicId()
                    .toString();
        } catch (ExecutionException | TimeoutException failure) {
            throw new KafkaException("cannot describe the topic", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", interrupted);
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CALL));
    }
}
