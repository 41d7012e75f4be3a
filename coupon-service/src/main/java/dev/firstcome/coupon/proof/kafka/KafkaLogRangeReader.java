package dev.firstcome.coupon.proof.kafka;

import dev.firstcome.contracts.Topics;
import dev.firstcome.coupon.partitionstate.PartitionStateUnavailableException;
import dev.firstcome.coupon.proof.LogRangeReader;
import dev.firstcome.coupon.proof.LoggedRecord;
import dev.firstcome.platform.events.EventCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/** Reads with one consumer outside any group, for one caller at a time. After a failure it creates a new consumer. */
@Component
class KafkaLogRangeReader implements LogRangeReader, DisposableBean {
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);
    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

    private final ConsumerFactory<byte[], byte[]> consumers;
    private @Nullable Consumer<byte[], byte[]> current;

    KafkaLogRangeReader(ConsumerFactory<byte[], byte[]> consumers) {
        this.consumers = consumers;
    }

    @Override
    public synchronized Optional<List<LoggedRecord>> read(int partition, long first, long last) {
        Consumer<byte[], byte[]> consumer = consumer();
        TopicPartition topicPartition = new TopicPartition(Topics.COUPON_REQUESTS, partition);
        try {
            consumer.assign(List.of(topicPartition));
            consumer.seek(topicPartition, first);
            List<LoggedRecord> records = new ArrayList<>();
            long end = System.nanoTime() + READ_TIMEOUT.toNanos();
            while (consumer.position(topicPartition, QUERY_TIMEOUT) <= last) {
                if (System.nanoTime() > end) {
                    throw new KafkaException("%s was not read through offset %d within %s"
                            .formatted(topicPartition, last, READ_TIMEOUT));
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL_TIMEOUT)) {
                    if (record.offset() <= last) {
                        records.add(logged(record));
                    }
                }
            }
            return Optional.of(records);
        } catch (OffsetOutOfRangeException deleted) {
            return Optional.empty();
        } catch (KafkaException unavailable) {
            close();
            throw new PartitionStateUnavailableException(
                    "the log of partition %d cannot be read".formatted(partition), unavailable);
        }
    }

    @Override
    public synchronized long start(int partition) {
        TopicPartition topicPartition = new TopicPartition(Topics.COUPON_REQUESTS, partition);
        try {
            return consumer()
                    .beginningOffsets(List.of(topicPartition), QUERY_TIMEOUT)
                    .getOrDefault(topicPartition, 0L);
        } catch (KafkaException unavailable) {
            close();
            throw new PartitionStateUnavailableException(
                    "the log of partition %d cannot be read".formatted(partition), unavailable);
        }
    }

    private static LoggedRecord logged(ConsumerRecord<byte[], byte[]> record) {
        byte[] type = null;
        for (Header header : record.headers()) {
            if (header.key().equals(EventCodec.TYPE)) {
                type = header.value(); // the last header counts, as in the issuer
            }
        }
        return new LoggedRecord(record.offset(), record.timestamp(), record.key(), type, record.value());
    }

    private Consumer<byte[], byte[]> consumer() {
        Consumer<byte[], byte[]> consumer = current;
        if (consumer == null) {
            consumer = consumers.createConsumer(null, "proof", null, settings());
            current = consumer;
        }
        return consumer;
    }

    private void close() {
        Consumer<byte[], byte[]> consumer = current;
        current = null;
        if (consumer != null) {
            consumer.close();
        }
    }

    private static Properties settings() {
        Properties settings = new Properties();
        settings.put("auto.offset.reset", "none");
        settings.put("max.poll.records", "4096");
        settings.put("max.partition.fetch.bytes", Integer.toString(512 * 1024));
        settings.put("fetch.max.wait.ms", "100");
        settings.put("default.api.timeout.ms", "5000");
        settings.put("request.timeout.ms", "4000");
        settings.put("allow.auto.create.topics", "false");
        return settings;
    }

    @Override
    public synchronized void destroy() {
        close();
    }
}
