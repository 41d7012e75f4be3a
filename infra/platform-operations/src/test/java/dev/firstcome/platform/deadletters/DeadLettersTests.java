package dev.firstcome.platform.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.ConsumerFactory;

class DeadLettersTests {
    private static final String TOPIC = "shop.events";
    private static final TopicPartition FIRST = new TopicPartition(TOPIC + ".dlt", 0);
    private static final TopicPartition SECOND = new TopicPartition(TOPIC + ".dlt", 1);

    /** Dead letters of two partitions. The numbers are the minutes at which they were written. */
    private final List<ConsumerRecord<byte[], byte[]>> records = List.of(
            letter(FIRST, 5, 1), letter(FIRST, 6, 4), letter(FIRST, 7, 5), letter(SECOND, 0, 2), letter(SECOND, 1, 3));

    private final MockConsumers consumers = new MockConsumers();
    private final DeadLetters letters = new DeadLetters(consumers, new DeadLettersProperties(Set.of(TOPIC), Set.of()));

    @Test
    void aPageHasTheNewestDeadLettersOfAllPartitions() {
        DeadLetterPage page = page(3, null);

        assertThat(ids(page)).containsExactly("shop.events:0:7", "shop.events:0:6", "shop.events:1:1");
        assertThat(page.before()).isEqualTo("6-1");
    }

    @Test
    void consecutivePagesContainEachDeadLetterOnce() {
        List<String> all = new ArrayList<>();
        String before = null;
        do {
            DeadLetterPage page = page(2, before);
            all.addAll(ids(page));
            before = page.before();
        } while (before != null);

        assertThat(all)
                .containsExactly(
                        "shop.events:0:7", "shop.events:0:6", "shop.events:1:1", "shop.events:1:0", "shop.events:0:5");
    }

    @Test
    void anInvalidCursorHasNoPage() {
        assertThat(letters.page(TOPIC, 3, "6"))
                .as("of another number of partitions")
                .isEmpty();
        assertThat(letters.page(TOPIC, 3, "x-y")).isEmpty();
    }

    /** The topic deletes old records and gets new ones between two requests. */
    @Test
    void aCursorOutsideOfTheTopicIsClamped() {
        assertThat(ids(page(10, "999-999"))).hasSize(5);
        assertThat(ids(page(10, "0-0"))).isEmpty();
    }

    @Test
    void aDeadLetterIsFoundByItsId() {
        Optional<DeadLetters.Letter> found = letters.find(new DeadLetterId(TOPIC, 1, 1));

        assertThat(found).isPresent();
        assertThat(found.get().facts().id()).hasToString("shop.events:1:1");
        assertThat(found.get().payload()).isEqualTo("payload 1".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aDeletedOrForeignDeadLetterIsNotFound() {
        assertThat(letters.find(new DeadLetterId(TOPIC, 0, 4))).as("deleted").isEmpty();
        assertThat(letters.find(new DeadLetterId(TOPIC, 0, 8)))
                .as("not written yet")
                .isEmpty();
        assertThat(letters.find(new DeadLetterId(TOPIC, 7, 0)))
                .as("no such partition")
                .isEmpty();
        assertThat(letters.find(new DeadLetterId("other.events", 0, 5)))
                .as("another service's")
                .isEmpty();
        assertThat(letters.owns(TOPIC)).isTrue();
        assertThat(letters.owns("other.events")).isFalse();
    }

    @Test
    void theDeadLetterReplacesADeletedOriginal() {
        ConsumerRecord<byte[], byte[]> letter = records.getFirst();

        assertThat(letters.original(letter, new RecordPosition(FIRST.topic(), 0, 3)))
                .containsSame(letter);
        assertThat(letters.original(letter, new RecordPosition(FIRST.topic(), 0, 6)))
                .hasValueSatisfying(original -> assertThat(original.offset()).isEqualTo(6));
        assertThat(letters.original(letter, new RecordPosition(FIRST.topic(), 0, 99)))
                .as("it never existed")
                .isEmpty();
    }

    @Test
    void eachCallClosesItsConsumer() {
        page(3, null);
        page(3, null);

        assertThat(consumers.created).hasSize(2).allMatch(MockConsumer::closed);
    }

    private DeadLetterPage page(int limit, @Nullable String before) {
        return letters.page(TOPIC, limit, before).orElseThrow();
    }

    private static List<String> ids(DeadLetterPage page) {
        return page.letters().stream().map(letter -> letter.id().toString()).toList();
    }

    private static ConsumerRecord<byte[], byte[]> letter(TopicPartition partition, long offset, long minute) {
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                minute * 60_000,
                TimestampType.CREATE_TIME,
                0,
                0,
                new byte[0],
                ("payload " + offset).getBytes(StandardCharsets.UTF_8),
                new RecordHeaders(),
                Optional.empty());
    }

    private final class MockConsumers implements ConsumerFactory<byte[], byte[]> {
        private final List<MockConsumer<byte[], byte[]>> created = new ArrayList<>();

        @Override
        public Consumer<byte[], byte[]> createConsumer(
                @Nullable String group,
                @Nullable String clientIdPrefix,
                @Nullable String clientIdSuffix,
                @Nullable Properties overrides) {
            MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
            Node node = new Node(1, "localhost", 9092);
            consumer.updatePartitions(
                    FIRST.topic(),
                    List.of(
                            new PartitionInfo(FIRST.topic(), 0, node, new Node[] {node}, new Node[] {node}),
                            new PartitionInfo(FIRST.topic(), 1, node, new Node[] {node}, new Node[] {node})));
            consumer.updateBeginningOffsets(Map.of(FIRST, 5L, SECOND, 0L));
            consumer.updateEndOffsets(Map.of(FIRST, 8L, SECOND, 2L));
            consumer.schedulePollTask(() -> records.stream()
                    .filter(message ->
                            consumer.assignment().contains(new TopicPartition(message.topic(), message.partition())))
                    .forEach(consumer::addRecord));
            created.add(consumer);
            return consumer;
        }

        @Override
        public boolean isAutoCommit() {
            return false;
        }
    }
}
