package dev.firstcome.e2e.bench;

import dev.firstcome.contracts.EventType;
import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.log.CampaignOpened;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.access.SystemUsers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics with its own consumer to find opened campaigns and to measure the rate of results. */
final class ResultCounter implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration BOUND = Duration.ofMinutes(3);
    private static final String OPENED = typeOf(CampaignOpened.class);

    private static final Duration END_OFFSET_INTERVAL = Duration.ofMillis(25);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private Map<TopicPartition, Long> start = Map.of();

    ResultCounter(PlatformDescription.Kafka kafka) {
        Map<String, Object> settings = new HashMap<>(kafka.settings(SystemUsers.AUDITOR));
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "20000");
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, "262144");
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "50");
        settings.put(ConsumerConfig.CHECK_CRCS_CONFIG, "false");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000");
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Seeks to the end of the request log, for {@link #awaitOpened}. */
    void seekToEndOfRequests() {
        seekToEnd(Topics.COUPON_REQUESTS);
    }

    /** Seeks to the end of the results, where counting starts. */
    void seekToEndOfResults() {
        seekToEnd(Topics.COUPON_RESULTS);
    }

    private void seekToEnd(String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // resolves the lazy seek now
        start = partitions.stream().collect(Collectors.toMap(Function.identity(), consumer::position));
    }

    /** Waits until the log contains CampaignOpened of each campaign; returns their partitions. */
    Map<UUID, Integer> awaitOpened(Collection<UUID> wanted) {
        Map<UUID, Integer> opened = new HashMap<>();
        long end = System.nanoTime() + BOUND.toNanos();
        while (!opened.keySet().containsAll(wanted)) {
            requireTime(end, opened.size() + " of " + wanted.size() + " campaigns are open");
            for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(POLL)) {
                if (OPENED.equals(header(entry, "ce_type"))) {
                    opened.put(UUID.fromString(new String(entry.key(), StandardCharsets.UTF_8)), entry.partition());
                }
            }
        }
        return opened;
    }

    /**
     * The results per second from the first to the last of the expected results. End offsets determine the end time,
     * because a concurrent consumer would take CPU time from the measured service. Afterwards all results are read;
     * they must be of distinct log positions.
     */
    double perSecond(int expected) {
        double rate = rate(expected);
        requireOnePerPosition(expected, System.nanoTime() + BOUND.toNanos());
        return rate;
    }

    private double rate(int expected) {
        long deadline = System.nanoTime() + BOUND.toNanos();
        long first = 0;
        long before = 0;
        long now = written();
        while (now < expected) {
            requireTime(deadline, now + " of " + expected + " results");
            if (first == 0 && now > 0) {
                first = System.nanoTime();
                before = now;
            }
            LockSupport.parkNanos(END_OFFSET_INTERVAL.toNanos());
            now = written();
        }
        double seconds = (System.nanoTime() - first) / 1e9;
        return (expected - before) / seconds;
    }

    /** The number of results since {@link #seekToEndOfResults}. */
    private long written() {
        return consumer.endOffsets(start.keySet()).values().stream()
                        .mapToLong(end -> end)
                        .sum()
                - start.values().stream().mapToLong(offset -> offset).sum();
    }

    private void requireOnePerPosition(int expected, long deadline) {
        LogPositions seen = new LogPositions();
        int read = read(
                expected,
                deadline,
                result -> seen.add(
                        result.headers().headers("ce_id").iterator().next().value()));
        if (seen.size() != expected || read != expected) {
            throw new IllegalStateException("%d results for %d log positions, expected %d; repeat the measurement"
                    .formatted(read, seen.size(), expected));
        }
    }

    /** Reads the expected number of results from the start offsets. */
    private int read(int expected, long deadline, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        int read = 0;
        while (read < expected) {
            requireTime(deadline, read + " of " + expected + " results read");
            for (ConsumerRecord<byte[], byte[]> result : consumer.poll(POLL)) {
                each.accept(result);
                read++;
            }
        }
        return read;
    }

    /** The log positions with a result, parsed from ids such as {@code 7-123} without allocating a string for each. */
    private static final class LogPositions {
        private final Map<Integer, BitSet> partitions = new HashMap<>();
        private int count;

        void add(byte[] id) {
            int at = 0;
            int partition = 0;
            for (; id[at] != '-'; at++) {
                partition = 10 * partition + id[at] - '0';
            }
            int offset = 0;
            for (at++; at < id.length; at++) {
                offset = Math.addExact(Math.multiplyExact(10, offset), id[at] - '0');
            }
            BitSet offsets = partitions.computeIfAbsent(partition, any -> new BitSet());
            count += offsets.get(offset) ? 0 : 1;
            offsets.set(offset);
        }

        int size() {
            return count;
        }
    }

    private static void requireTime(long end, String reached) {
        if (System.nanoTime() > end) {
            throw new IllegalStateException("timed out after " + BOUND + ": only " + reached);
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> entry, String name) {
        Header header = entry.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static String typeOf(Class<?> event) {
        return event.getAnnotation(EventType.class).value();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
