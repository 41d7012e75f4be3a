package dev.firstcome.platform.deadletters;

import dev.firstcome.contracts.Topics;
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
 * The dead letters of the topics that this service looks after, read from Kafka for each call, two calls at a time. A page costs
 * up to its limit of records from each partition, however many there are before. A {@link KafkaException} means: not now.
 */
public final class DeadLetters {
    private static final int AT_ONCE = 2;
    private static final long WAIT_MILLIS = 1_000;

    private final ConsumerFactory<byte[], byte[]> consumers;
    private final DeadLettersProperties properties;
    private final Semaphore places = new Semaphore(AT_ONCE);

    DeadLetters(ConsumerFactory<byte[], byte[]> consumers, DeadLettersProperties properties) {
        this.consumers = consumers;
        this.properties = properties;
    }

    /** A dead letter with its payload; null: it has none. */
    public record Letter(DeadLetter facts, byte @Nullable [] payload) {}

    /** Whether this service looks after the dead letters of this topic. */
    public boolean has(String topic) {
        return properties.topics().contains(topic);
    }

    /**
     * The newest of a topic, by when they died; of each partition in the order in which they stand there, so that pages that
     * follow each other show each once. Empty if there is no such end of a page.
     */
    public Optional<Page> page(String topic, int limit, @Nullable String before) {
        return reading(reader -> {
            Map<TopicPartition, Span> held = reader.held(topic + Topics.DEAD_LETTER_SUFFIX);
            return ends(held, before).map(ends -> page(reader, held, ends, limit));
        });
    }

    /** The letter with this id, if it is kept. */
    public Optional<Letter> find(DeadLetterId id) {
        return record(id).map(record -> new Letter(LetterHeaders.read(record), record.value()));
    }

    Optional<ConsumerRecord<byte[], byte[]>> record(DeadLetterId id) {
        return has(id.topic()) ? reading(reader -> reader.at(id.place())) : Optional.empty();
    }

    /** The record of which this is a dead letter: the letter itself if its topic has dropped it, nothing if it never was. */
    Optional<ConsumerRecord<byte[], byte[]>> original(ConsumerRecord<byte[], byte[]> letter, RecordPlace origin) {
        return reading(reader ->
                reader.at(origin).or(() -> reader.hasDropped(origin) ? Optional.of(letter) : Optional.empty()));
    }

    private <T> T reading(Function<TopicReader, T> work) {
        try {
            if (!places.tryAcquire(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new KafkaException("others read already");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new KafkaException(stopped);
        }
        try (TopicReader reader = new TopicReader(consumers)) {
            return work.apply(reader);
        } finally {
            places.release();
        }
    }

    /** Where the page begins in each partition, backwards. */
    private static Optional<Map<TopicPartition, Long>> ends(Map<TopicPartition, Span> held, @Nullable String before) {
        List<TopicPartition> partitions = inOrder(held);
        List<Long> said = before == null
                ? partitions.stream()
                        .map(partition -> span(held, partition).to())
                        .toList()
                : PageEnd.of(before).map(PageEnd::offsets).orElse(List.of());
        if (said.size() != partitions.size()) {
            return Optional.empty();
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (int i = 0; i < said.size(); i++) {
            Span span = span(held, partitions.get(i));
            ends.put(partitions.get(i), Math.clamp(said.get(i), span.from(), span.to()));
        }
        return Optional.of(ends);
    }

    private static Page page(
            TopicReader reader, Map<TopicPartition, Span> held, Map<TopicPartition, Long> ends, int limit) {
        Map<TopicPartition, Span> parts = new HashMap<>();
        Map<TopicPartition, Deque<DeadLetter>> read = new HashMap<>();
        ends.forEach((partition, end) -> {
            parts.put(partition, new Span(Math.max(span(held, partition).from(), end - limit), end));
            read.put(partition, new ArrayDeque<>());
        });
        reader.read(
                parts,
                record -> Objects.requireNonNull(read.get(new TopicPartition(record.topic(), record.partition())))
                        .push(LetterHeaders.read(record)));
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
                .allMatch(end -> end.getValue() <= span(held, end.getKey()).from());
        return new Page(
                letters,
                last ? null : new PageEnd(inOrder(left).stream().map(left::get).toList()).toString());
    }

    private static List<TopicPartition> inOrder(Map<TopicPartition, ?> partitions) {
        return partitions.keySet().stream()
                .sorted(Comparator.comparingInt(TopicPartition::partition))
                .toList();
    }

    private static Span span(Map<TopicPartition, Span> held, TopicPartition partition) {
        return Objects.requireNonNull(held.get(partition));
    }
}
