package dev.firstcome.local.proof;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.access.SystemUsers;
import dev.firstcome.local.layout.LocalFailure;
import dev.firstcome.model.proof.Export;
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

/** Reads as the auditor, each partition to the end that it has now. The proofs first: none is of a record that follows. */
public final class ProofExport implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration CALL = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration IDLE_MAX = Duration.ofSeconds(30);
    private static final String TYPE = "ce_type";

    private final Map<String, Object> settings;
    private final KafkaConsumer<byte[], byte[]> consumer;

    public ProofExport(PlatformDescription.Kafka kafka) {
        settings = new HashMap<>(kafka.settings(SystemUsers.AUDITOR));
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CALL.toMillis());
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) CALL.toMillis());
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Writes the partitions that are wanted; says how many records there were.
     *
     * @throws LocalFailure if Kafka does not answer
     */
    public long write(Export export, IntPredicate wanted) {
        try {
            List<ProofBlock> proofs = proofs(wanted);
            List<TopicPartition> places = consumer.partitionsFor(Topics.COUPON_REQUESTS, CALL).stream()
                    .filter(partition -> wanted.test(partition.partition()))
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            TreeMap<Integer, Long> starts = new TreeMap<>();
            consumer.beginningOffsets(places, CALL).forEach((place, start) -> starts.put(place.partition(), start));
            export.write(new Export.Contents(topicId(), starts));
            export.write(proofs);
            long records = 0;
            for (TopicPartition place : places) {
                records += records(export, place);
            }
            return records;
        } catch (KafkaException away) {
            throw LocalFailure.failed("Kafka does not answer: " + away.getMessage(), away);
        } catch (IOException full) {
            throw LocalFailure.failed("The export cannot be written: " + full.getMessage(), full);
        }
    }

    private List<ProofBlock> proofs(IntPredicate wanted) {
        List<ProofBlock> proofs = new ArrayList<>();
        read(new TopicPartition(Topics.COUPON_PROOFS, 0), record -> {
            ProofBlock block = JSON.readValue(record.value(), ProofBlock.class);
            if (wanted.test(block.partition())) {
                proofs.add(block);
            }
        });
        return proofs;
    }

    private long records(Export export, TopicPartition place) throws IOException {
        long[] count = {0};
        try (BufferedWriter file = export.records(place.partition())) {
            read(place, record -> {
                try {
                    file.write(exported(record).line());
                    file.newLine();
                } catch (IOException full) {
                    throw new UncheckedIOException(full);
                }
                count[0]++;
            });
        } catch (UncheckedIOException full) {
            throw new IOException(full.getMessage(), full);
        }
        return count[0];
    }

    private static ExportedRecord exported(ConsumerRecord<byte[], byte[]> record) {
        Header type = record.headers().lastHeader(TYPE);
        byte @Nullable [] name = type == null ? null : type.value();
        return new ExportedRecord(
                record.partition(), record.offset(), record.timestamp(), record.key(), name, record.value());
    }

    private void read(TopicPartition place, Consumer<ConsumerRecord<byte[], byte[]>> taking) {
        consumer.assign(List.of(place));
        consumer.seekToBeginning(List.of(place));
        long end = consumer.endOffsets(List.of(place), CALL).getOrDefault(place, 0L);
        long heardAt = System.nanoTime();
        while (consumer.position(place, CALL) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < end) {
                    taking.accept(record);
                }
                heardAt = System.nanoTime();
            }
            if (System.nanoTime() - heardAt > IDLE_MAX.toNanos()) {
                throw LocalFailure.failed("Kafka gives no more of %s for %d s".formatted(place, IDLE_MAX.toSeconds()));
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
        } catch (ExecutionException | TimeoutException away) {
            throw new KafkaException("the topic cannot be described", away);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new KafkaException("stopped", stopped);
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CALL));
    }
}
