package dev.firstcome.coupon.log.kafka;

import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.log.LogFormat;
import dev.firstcome.coupon.log.LogReaders.LogReader;
import dev.firstcome.coupon.log.RequestLog.LogUnavailableException;
import dev.firstcome.platform.events.EventCodec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Reads one partition sequentially through a consumer without a group. Fetched records past the requested end are
 * buffered for the next call.
 */
final class KafkaLogReader implements LogReader {
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final LogFormat format;
    private final Deque<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();

    KafkaLogReader(Consumer<byte[], byte[]> consumer, TopicPartition partition, LogFormat format) {
        this.consumer = consumer;
        this.partition = partition;
        this.format = format;
    }

    @Override
    public List<LogEntry> next(long last, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        try {
            while (fetched.isEmpty() && consumer.position(partition, timeout) <= last) {
                if (System.nanoTime() > end) {
                    throw new LogUnavailableException(new TimeoutException("%s at %d".formatted(partition, last)));
                }
                consumer.poll(POLL_TIMEOUT).records(partition).forEach(fetched::add);
            }
        } catch (KafkaException failure) { // includes OffsetOutOfRangeException for deleted records
            throw new LogUnavailableException(failure);
        }
        List<LogEntry> entries = new ArrayList<>();
        while (!fetched.isEmpty() && fetched.getFirst().offset() <= last) {
            entries.add(entry(fetched.removeFirst()));
        }
        return entries;
    }

    private LogEntry entry(ConsumerRecord<byte[], byte[]> record) {
        Header type = record.headers().lastHeader(EventCodec.TYPE);
        byte @Nullable [] name = type == null ? null : type.value();
        return format.entry(record.offset(), record.timestamp(), record.key(), name, record.value());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
