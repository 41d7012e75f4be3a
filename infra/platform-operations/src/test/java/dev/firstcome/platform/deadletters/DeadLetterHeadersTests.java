package dev.firstcome.platform.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.platform.events.EventCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.support.KafkaHeaders;

class DeadLetterHeadersTests {
    private static final Instant WRITTEN_AT = Instant.parse("2026-03-01T09:00:00Z");
    private static final DeadLetterId ID = new DeadLetterId("shop.events", 1, 42);

    private final Headers headers = new RecordHeaders();

    @Test
    void readsTheHeadersOfSpring() {
        addEvent();
        addSpringOrigin(3, 17);
        add(KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP, "stock-pg-1");
        add(KafkaHeaders.DLT_EXCEPTION_FQCN, "org.springframework.kafka.listener.ListenerExecutionFailedException");
        add(KafkaHeaders.DLT_EXCEPTION_CAUSE_FQCN, "java.lang.IllegalStateException");
        add(KafkaHeaders.DLT_EXCEPTION_MESSAGE, "no such product");

        DeadLetter letter = read("a key");

        assertThat(letter.id()).isEqualTo(ID);
        assertThat(letter.origin()).isEqualTo(new RecordPosition("shop.events", 3, 17));
        assertThat(letter.group()).isEqualTo("stock-pg-1");
        assertThat(letter.eventId()).isEqualTo("e-1");
        assertThat(letter.type()).isEqualTo("test.order-placed.v1");
        assertThat(letter.time()).isEqualTo(Instant.parse("2026-02-01T00:00:00Z"));
        assertThat(letter.key()).isEqualTo("a key");
        assertThat(letter.reason()).isEqualTo("IllegalStateException: no such product");
        assertThat(letter.at()).isEqualTo(WRITTEN_AT);
    }

    @Test
    void readsThePlainHeaders() {
        add("dlt-origin-topic", "shop.events");
        add("dlt-origin-partition", "3");
        add("dlt-origin-offset", "17");
        add("dlt-reason", "INVALID: no JSON");

        DeadLetter letter = read(null);

        assertThat(letter.origin()).isEqualTo(new RecordPosition("shop.events", 3, 17));
        assertThat(letter.reason()).isEqualTo("INVALID: no JSON");
        assertThat(letter.key()).isNull();
    }

    /** Every service that may write dead letters can write any header. */
    @Test
    void anUnreadableHeaderCountsAsMissing() {
        add(KafkaHeaders.DLT_ORIGINAL_TOPIC, "shop.events");
        add(KafkaHeaders.DLT_ORIGINAL_PARTITION, "three");
        add(KafkaHeaders.DLT_ORIGINAL_OFFSET, "17");
        add(EventCodec.TIME, "yesterday");

        DeadLetter letter = read("a key");

        assertThat(letter.origin()).isNull();
        assertThat(letter.time()).isNull();
        assertThat(letter.eventId()).isNull();
        assertThat(letter.reason()).isEqualTo("unknown");
    }

    @Test
    void aNegativePositionIsNone() {
        addSpringOrigin(-1, 17);
        assertThat(read("a key").origin()).isNull();
    }

    @Test
    void aTextIsOneLineOfBoundedLength() {
        add("dlt-reason", "a\u001b[31m red\nreason " + "x".repeat(1_000));

        String reason = read("a key").reason();
        assertThat(reason).startsWith("a [31m red reason x").hasSizeLessThanOrEqualTo(300);
        assertThat(reason.chars()).noneMatch(Character::isISOControl);
    }

    @Test
    void aRedrivenRecordHasTheOriginalHeadersAndTheIdOfTheDeadLetter() {
        addSpringOrigin(3, 17);
        add("dlt-reason", "a reason");
        add(DeadLetterHeaders.REDRIVEN_FROM, "shop.events:0:1");
        add(EventCodec.TRACE_PARENT, "00-1-2-01");
        addEvent();

        Headers redriven = DeadLetterHeaders.redriven(headers, ID);

        assertThat(Arrays.stream(redriven.toArray()).map(Header::key))
                .containsExactly(
                        DeadLetterHeaders.REDRIVEN_FROM,
                        EventCodec.TRACE_PARENT,
                        EventCodec.ID,
                        EventCodec.TIME,
                        EventCodec.TYPE);
        assertThat(EventCodec.text(redriven, DeadLetterHeaders.REDRIVEN_FROM)).isEqualTo("shop.events:1:42");
    }

    @Test
    void theTraceOfTheDeadLetterIsNoDifference() {
        addEvent();
        Headers original = new RecordHeaders(headers.toArray());
        add(EventCodec.TRACE_PARENT, "00-1-2-01");
        assertThat(DeadLetterHeaders.describeSameEvent(original, headers)).isTrue();

        add("ce_subject", "another");
        assertThat(DeadLetterHeaders.describeSameEvent(original, headers)).isFalse();
    }

    private void addEvent() {
        add(EventCodec.ID, "e-1");
        add(EventCodec.TIME, "2026-02-01T00:00:00Z");
        add(EventCodec.TYPE, "test.order-placed.v1");
    }

    private void addSpringOrigin(int partition, long offset) {
        add(KafkaHeaders.DLT_ORIGINAL_TOPIC, "shop.events");
        headers.add(
                KafkaHeaders.DLT_ORIGINAL_PARTITION,
                ByteBuffer.allocate(Integer.BYTES).putInt(partition).array());
        headers.add(
                KafkaHeaders.DLT_ORIGINAL_OFFSET,
                ByteBuffer.allocate(Long.BYTES).putLong(offset).array());
    }

    private void add(String name, String text) {
        headers.add(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private DeadLetter read(@Nullable String key) {
        return DeadLetterHeaders.read(new ConsumerRecord<>(
                "shop.events.dlt",
                1,
                42,
                WRITTEN_AT.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                new byte[0],
                headers,
                Optional.empty()));
    }
}
