package dev.firstcome.coupon.log.kafka;

import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.log.LogFormat;
import dev.firstcome.coupon.log.LogReaders.LogReader;
import dev.firstcome.coupon.log.RequestLog.LogUnavailable;
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

/** A partition's records from one place on. What was fetched and lies behind the asked end is kept for the next call. */
final class KafkaLogReader implements LogReader {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition place;
    private final LogFormat format;
    private final Deque<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();

    KafkaLogReader(Consumer<byte[], byte[]> consumer, TopicPartition place, LogFormat format) {
        this.consumer = consumer;
        this.place = place;
        this.format = format;
    }

    @Override
    public List<LogEntry> next(long last, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            while (fetched.isEmpty() && consumer.position(place, atMost) <= last) {
                if (System.nanoTime() > end) {
                    throw new LogUnavailable(new TimeoutException("%s at %d".formatted(place, last)));
                }
                consumer.poll(POLL).records(place).forEach(fetched::add);
            }
        } catch (KafkaException away) { // also where the log does not have the place any more
            throw new LogUnavailable(away);
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
