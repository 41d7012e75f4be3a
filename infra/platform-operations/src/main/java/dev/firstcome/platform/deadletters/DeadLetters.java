package dev.firstcome.platform.deadletters;

import dev.firstcome.contracts.Topics;
import dev.firstcome.platform.deadletters.DeadLetterPage.Cursor;
import dev.firstcome.platform.deadletters.TopicReader.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Reads the dead letters of this service's topics from Kafka, at most two calls concurrently. A page reads at most its limit
 * of records from each partition. Throws a {@link KafkaException} if Kafka is unavailable or too many calls are active.
 */
public final class DeadLetters {
    private static final int CALLS_MAX = 2;
    private static final long PERMIT_TIMEOUT_MILLIS = 1_000;

    private final ConsumerFactory<byte[], byte[]> consumers;
    private final DeadLettersProperties properties;
    private final Semaphore permits = new Semaphore(CALLS_MAX);

    DeadLetters(ConsumerFactory<byte[], byte[]> consumers, DeadLettersProperties properties) {
        this.consumers = consumers;
        this.properties = properties;
    }

    /** A dead letter with its payload, which is null for a tombstone. */
    public record Letter(DeadLetter facts, byte @Nullable [] payload) {}

    /** Whether this service owns the dead letters of this topic. */
    public boolean owns(String topic) {
        return properties.topics().contains(topic);
    }

    /**
     * Returns the newest dead letters of a topic before the cursor, or the newest of all. Within a partition they have the
     * order of their offsets, so consecutive pages contain each dead letter once. Empty for an invalid cursor.
     */
    public Optional<DeadLetterPage> page(String topic, int limit, @Nullable String before) {
        return reading(reader -> {
            Map<TopicPartition, Span> spans = reader.spans(topic + Topics.DEAD_LETTER_SUFFIX);
            return ends(spans, before).map(ends -> page(reader, spans, ends, limit));
        });
    }

    /** Returns the dead letter with this id, unless it was deleted. */
    public Optional<Letter> find(DeadLetterId id) {
        return record(id).map(record -> new Letter(DeadLetterHeaders.read(record), record.value()));
    }

    Optional<ConsumerRecord<byte[], byte[]>> record(DeadLetterId id) {
        return owns(id.topic()) ? reading(reader -> reader.at(id.position())) : Optional.empty();
    }

    /**
     * Returns the original record of a dead letter. It is the dead letter itself if the topic has deleted the original, and
     * empty if the original never existed.
     */
    Optional<ConsumerRecord<byte[], byte[]>> original(ConsumerRecord<byte[], byte[]> letter, RecordPosition origin) {
        return reading(reader ->
                reader.at(origin).or(() -> reader.hasDeleted(origin) ? Optional.of(letter) : Optional.empty()));
    }

    private <T> T reading(Function<TopicReader, T> work) {
        try {
            if (!permits.tryAcquire(PERMIT_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new KafkaException("%d other calls read dead letters; retry later".formatted(CALLS_MAX));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new KafkaException(interrupted);
        }
        try (TopicReader reader = new TopicReader(consumers)) {
            return work.apply(reader);
        } finally {
            permits.release();
        }
    }

    /** The end of the page in each partition, exclusive. */
    private static Optional<Map<TopicPartition, Long>> ends(Map<TopicPartition, Span> spans, @Nullable String before) {
        List<TopicPartition> partitions = inOrder(spans);
        List<Long> offsets = before == null
                ? partitions.stream()
                        .map(partition -> span(spans, partition).to())
                        .toList()
                : Cursor.parse(before).map(Cursor::offsets).orElse(List.of());
        if (offsets.size() != partitions.size()) {
            return Optional.empty();
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (int i = 0; i < offsets.size(); i++) {
            Span span = span(spans, partitions.get(i));
            ends.put(partitions.get(i), Math.clamp(offsets.get(i), span.from(), span.to()));
        }
        return Optional.of(ends);
    }

    private static DeadLetterPage page(
            TopicReader reader, Map<TopicPartition, Span> spans, Map<TopicPartition, Long> ends, int limit) {
        Map<TopicPartition, Span> ranges = new HashMap<>();
        Map<TopicPartition, Deque<DeadLetter>> read = new HashMap<>();
        ends.forEach((partition, end) -> {
            ranges.put(partition, new Span(Math.max(span(spans, partition).from(), end - limit), end));
            read.put(partition, new ArrayDeque<>());
        });
        reader.read(
                ranges,
                record -> Objects.requireNonNull(read.get(new TopicPartition(record.topic(), record.partition())))
                        .push(DeadLetterHeaders.read(record)));
        Map<TopicPartition, Long> left = new HashMap<>(ends);
        List<DeadLetter> letters = new ArrayList<>();
        while (letters.size() < limit) {
            var newest = read.entrySet().stream()
                    .filter(letter -> !letter.getValue().isEmpty())
                    .max(Comparator.comparing(
                            letter -> letter.getValue().element().at()));
            if (newest.isEmpty()) {
                break;
            }
            DeadLetter letter = newest.get().getValue().pop();
            left.put(newest.get().getKey(), letter.id().offset());
            letters.add(letter);
        }
        boolean last = left.entrySet().stream()
                .allMatch(end -> end.getValue() <= span(spans, end.getKey()).from());
        return new DeadLetterPage(
                letters,
                last ? null : new Cursor(inOrder(left).stream().map(left::get).toList()).toString());
    }

    private static List<TopicPartition> inOrder(Map<TopicPartition, ?> partitions) {
        return partitions.keySet().stream()
                .sorted(Comparator.comparingInt(TopicPartition::partition))
                .toList();
    }

    private static Span span(Map<TopicPartition, Span> spans, TopicPartition partition) {
        return Objects.requireNonNull(spans.get(partition));
    }
}
