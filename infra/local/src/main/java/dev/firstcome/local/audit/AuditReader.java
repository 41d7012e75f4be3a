package dev.firstcome.local.audit;

import dev.firstcome.contracts.Topics;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.access.SystemUsers;
import dev.firstcome.local.layout.LocalPlatformException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the whole audit trail up to its current end, as the Kafka user auditor. */
public final class AuditReader {
    private static final Duration CALL = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration IDLE_MAX = Duration.ofSeconds(30);

    private AuditReader() {}

    /** @throws LocalPlatformException if Kafka does not answer */
    public static AuditVerifier.Report verify(PlatformDescription.Kafka kafka) {
        Map<String, Object> settings = new HashMap<>(kafka.settings(SystemUsers.AUDITOR));
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CALL.toMillis());
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            return read(consumer);
        } catch (KafkaException away) {
            throw LocalPlatformException.failed("Kafka does not answer: " + away.getMessage(), away);
        } finally {
            consumer.close(CloseOptions.timeout(CALL));
        }
    }

    private static AuditVerifier.Report read(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.PLATFORM_AUDIT, CALL).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, CALL);
        AuditVerifier verifier = new AuditVerifier();
        long heardAt = System.nanoTime();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey(), CALL) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                byte[] key = record.key() == null ? new byte[0] : record.key();
                byte[] body = record.value() == null ? new byte[0] : record.value();
                verifier.take(new String(key, StandardCharsets.UTF_8), body);
                heardAt = System.nanoTime();
            }
            if (System.nanoTime() - heardAt > IDLE_MAX.toNanos()) {
                throw LocalPlatformException.failed(
                        "Kafka returned no record of the audit trail for " + IDLE_MAX.toSeconds() + " s");
            }
        }
        return verifier.report();
    }
}
