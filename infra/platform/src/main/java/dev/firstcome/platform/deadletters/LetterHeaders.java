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
 * Reads what stands at a dead letter, in both forms: Spring's, which all consumers write, and the issuer's own. It may have
 * been written by anybody who may append there, so what cannot be read is taken for missing.
 */
final class LetterHeaders {
    /** At a record that was sent again: the dead letter of which it was. */
    static final String REDRIVEN_FROM = "redriven-from";

    private static final String SPRINGS = "kafka_dlt-";
    private static final String OURS = "dlt-";
    private static final int TEXT_MAX = 300;

    private LetterHeaders() {}

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
                letter.key() == null ? null : shown(letter.key()),
                reason(headers),
                Instant.ofEpochMilli(letter.timestamp()));
    }

    /** The headers of the record before it died, with the dead letter's name. The type stays last: readers look there first. */
    static Headers redriven(Headers of, DeadLetterId letter) {
        Headers headers = new RecordHeaders();
        headers.add(REDRIVEN_FROM, letter.toString().getBytes(StandardCharsets.UTF_8));
        own(of).forEach(headers::add);
        return headers;
    }

    /** Whether these describe one event; who wrote the letter has put its own trace there. */
    static boolean describeTheSame(Headers one, Headers other) {
        return described(one).equals(described(other));
    }

    private static List<Header> described(Headers all) {
        return own(all).filter(header -> header.key().startsWith("ce_")).toList();
    }

    private static Stream<Header> own(Headers all) {
        return Arrays.stream(all.toArray())
                .filter(header -> !header.key().startsWith(SPRINGS))
                .filter(header -> !header.key().startsWith(OURS))
                .filter(header -> !header.key().equals(REDRIVEN_FROM));
    }

    /** The event's own time, or null where it has none. */
    static @Nullable Instant time(Headers headers) {
        try {
            String time = text(headers, EventCodec.TIME);
            return time == null ? null : Instant.parse(time);
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private static @Nullable RecordPlace origin(Headers headers) {
        String topic = text(headers, KafkaHeaders.DLT_ORIGINAL_TOPIC);
        if (topic != null) {
            return place(
                    topic,
                    number(headers, KafkaHeaders.DLT_ORIGINAL_PARTITION, Integer.BYTES),
                    number(headers, KafkaHeaders.DLT_ORIGINAL_OFFSET, Long.BYTES));
        }
        topic = text(headers, "dlt-origin-topic");
        return topic == null
                ? null
                : place(topic, number(headers, "dlt-origin-partition"), number(headers, "dlt-origin-offset"));
    }

    private static @Nullable RecordPlace place(String topic, long partition, long offset) {
        return partition < 0 || partition > Integer.MAX_VALUE || offset < 0
                ? null
                : new RecordPlace(topic, (int) partition, offset);
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
        String ours = text(headers, "dlt-reason");
        if (ours != null) {
            return ours;
        }
        String cause = text(headers, KafkaHeaders.DLT_EXCEPTION_CAUSE_FQCN);
        String failed = cause == null ? text(headers, KafkaHeaders.DLT_EXCEPTION_FQCN) : cause;
        String message = text(headers, KafkaHeaders.DLT_EXCEPTION_MESSAGE);
        String name = failed == null ? "unknown" : failed.substring(failed.lastIndexOf('.') + 1);
        return message == null ? name : name + ": " + message;
    }

    private static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : shown(header.value());
    }

    /** As a line of text: bounded, and without anything that controls a terminal. */
    private static String shown(byte[] bytes) {
        String text = new String(bytes, 0, Math.min(bytes.length, TEXT_MAX), StandardCharsets.UTF_8);
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }
}
