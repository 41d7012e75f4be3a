package dev.firstcome.coupon.log.kafka;

import dev.firstcome.contracts.Topics;
import dev.firstcome.coupon.log.LogFormat;
import dev.firstcome.coupon.log.LogReaders;
import dev.firstcome.coupon.log.RequestLog.LogUnavailableException;
import dev.firstcome.platform.events.EventCodec;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/** Opens readers of the coupon log in Kafka. Each reader has its own consumer without a group. */
@Component
class KafkaLogReaders implements LogReaders {
    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(3);

    private final ConsumerFactory<byte[], byte[]> consumers;
    private final LogFormat format;

    KafkaLogReaders(ConsumerFactory<byte[], byte[]> consumers, EventCodec codec) {
        this.consumers = consumers;
        this.format = new LogFormat(codec);
    }

    @Override
    public OffsetRange offsetRange(int partition) {
        TopicPartition topicPartition = new TopicPartition(Topics.COUPON_REQUESTS, partition);
        List<TopicPartition> query = List.of(topicPartition);
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            return new OffsetRange(
                    consumer.beginningOffsets(query, QUERY_TIMEOUT).getOrDefault(topicPartition, 0L),
                    consumer.endOffsets(query, QUERY_TIMEOUT).getOrDefault(topicPartition, 0L));
        } catch (KafkaException failure) {
            throw new LogUnavailableException(failure);
        }
    }

    @Override
    public LogReader from(int partition, long offset) {
        TopicPartition topicPartition = new TopicPartition(Topics.COUPON_REQUESTS, partition);
        Consumer<byte[], byte[]> consumer = consumer();
        consumer.assign(List.of(topicPartition));
        consumer.seek(topicPartition, offset);
        return new KafkaLogReader(consumer, topicPartition, format);
    }

    private Consumer<byte[], byte[]> consumer() {
        return consumers.createConsumer(null, "coupon-log-reader", null, settings());
    }

    private static Properties settings() {
        Properties settings = new Properties();
        settings.put("auto.offset.reset", "none");
        settings.put("max.poll.records", "10000");
        settings.put("max.partition.fetch.bytes", Integer.toString(1024 * 1024));
        settings.put("fetch.max.wait.ms", "50");
        settings.put("default.api.timeout.ms", "5000");
        settings.put("request.timeout.ms", "4000");
        settings.put("allow.auto.create.topics", "false");
        return settings;
    }
}
