package dev.firstcome.platform.deadletters;

import dev.firstcome.contracts.Topics;
import dev.firstcome.platform.events.EventCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;

/**
 * Reads the headers of dead letters in both formats: Spring's, and the {@code dlt-} headers of consumers that do not use
 * Spring's recoverer. Every writer of the topic can write any value, so an unreadable header counts as missing.
 */
final class DeadLetterHeaders {
    /** The header of a redriven record with the id of its dead letter. */
    static final String REDRIVEN_FROM = "redriven-from";

    private static final String SPRING_PREFIX = "kafka_dlt-";
    private static final String PLAIN_PREFIX = "dlt-";
    private static final int TEXT_MAX = 300;

    private DeadLetterHeaders() {}

    static DeadLetter read(ConsumerRecord<byte[], byte[]> letter) {
        Headers headers = letter.headers();
        String topic = letter.topic().substring(0, letter.topic().length() - Topics.DEAD_LETTER_SUFFIX.length());
        return new DeadLetter(
                new DeadLetterId(topic, letter.partition(), letter.offset()),
                origin(headers),
                text(headers, KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP),
                text(headers, EventCodec.ID),
                text(headers, EventCodec.TYPE),
                time(headers),
                letter.key() == null ? null : printable(letter.key()),
                reason(headers),
                Instant.ofEpochMilli(letter.timestamp()));
    }

    /** The original headers, after the id of the dead letter. The type stays last, because consumers search from the end. */
    static Headers redriven(Headers letterHeaders, DeadLetterId letter) {
        Headers headers = new RecordHeaders();
        headers.add(REDRIVEN_FROM, letter.toString().getBytes(StandardCharsets.UTF_8));
        originalHeaders(letterHeaders).forEach(headers::add);
        return headers;
    }

    /** Whether both have the same CloudEvents headers. The trace header of a dead letter differs from the original. */
    static boolean describeSameEvent(Headers one, Headers other) {
        return cloudEventHeaders(one).equals(cloudEventHeaders(other));
    }

    private static List<Header> cloudEventHeaders(Headers all) {
        return originalHeaders(all)
                .filter(header -> header.key().startsWith("ce_"))
                .toList();
    }

    private static Stream<Header> originalHeaders(Headers all) {
        return Arrays.stream(all.toArray())
                .filter(header -> !header.key().startsWith(SPRING_PREFIX))
                .filter(header -> !header.key().startsWith(PLAIN_PREFIX))
                .filter(header -> !header.key().equals(REDRIVEN_FROM));
    }

    /** The event time, or null if it is missing or unreadable. */
    static @Nullable Instant time(Headers headers) {
        try {
            String time = text(headers, EventCodec.TIME);
            return time == null ? null : Instant.parse(time);
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private static @Nullable RecordPosition origin(Headers headers) {
        String topic = text(headers, KafkaHeaders.DLT_ORIGINAL_TOPIC);
        if (topic != null) {
            return position(
                    topic,
                    number(headers, KafkaHeaders.DLT_ORIGINAL_PARTITION, Integer.BYTES),
                    number(headers, KafkaHeaders.DLT_ORIGINAL_OFFSET, Long.BYTES));
        }
        topic = text(headers, "dlt-origin-topic");
        return topic == null
                ? null
                : position(topic, number(headers, "dlt-origin-partition"), number(headers, "dlt-origin-offset"));
    }

    private static @Nullable RecordPosition position(String topic, long partition, long offset) {
        return partition < 0 || partition > Integer.MAX_VALUE || offset < 0
                ? null
                : new RecordPosition(topic, (int) partition, offset);
    }

    private static long number(Headers headers, String name, int bytes) {
        Header header = headers.lastHeader(name);
        if (header == null || header.value() == null || header.value().length != bytes) {
            return -1;
        }
        ByteBuffer value = ByteBuffer.wrap(header.value());
        return bytes == Integer.BYTES ? value.getInt() : value.getLong();
    }

    private static long number(Headers headers, String name) {
        try {
            String digits = text(headers, name);
            return digits == null ? -1 : Long.parseLong(digits);
        } catch (NumberFormatException unreadable) {
            return -1;
        }
    }

    private static String reason(Headers headers) {
        String plain = text(headers, "dlt-reason");
        if (plain != null) {
            return plain;
        }
        String cause = text(headers, KafkaHeaders.DLT_EXCEPTION_CAUSE_FQCN);
        String failed = cause == null ? text(headers, KafkaHeaders.DLT_EXCEPTION_FQCN) : cause;
        String message = text(headers, KafkaHeaders.DLT_EXCEPTION_MESSAGE);
        String name = failed == null ? "unknown" : failed.substring(failed.lastIndexOf('.') + 1);
        return message == null ? name : name + ": " + message;
    }

    private static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : printable(header.value());
    }

    /** One line of bounded length without control characters. */
    private static String printable(byte[] bytes) {
        String text = new String(bytes, 0, Math.min(bytes.length, TEXT_MAX), StandardCharsets.UTF_8);
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }
}
