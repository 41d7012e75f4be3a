package dev.firstcome.coupon.monitoring.kafka;

import dev.firstcome.contracts.Topics;
import dev.firstcome.coupon.issuercontrol.IssuerLoad;
import dev.firstcome.coupon.monitoring.EvaluationRound;
import dev.firstcome.coupon.monitoring.InvariantMonitor;
import dev.firstcome.coupon.monitoring.MonitoredRecord;
import dev.firstcome.coupon.monitoring.MonitoringProperties;
import dev.firstcome.coupon.progress.Watermarks;
import dev.firstcome.platform.events.EventCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * Consumes the log and its results from their ends, outside any group, in a separate thread that never delays
 * decisions. It works in rounds: records that were published at the start of a round are consumed before the
 * evaluation. While the issuer has a backlog, it waits for a bounded time. It limits its rate, and counts skipped
 * records.
 */
@Component
class InvariantMonitorConsumer implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(InvariantMonitorConsumer.class);
    private static final List<TopicPartition> LOG = partitions(Topics.COUPON_REQUESTS);
    private static final List<TopicPartition> ALL = Stream.concat(
                    LOG.stream(), partitions(Topics.COUPON_RESULTS).stream())
            .toList();
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(250);
    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
    private static final Duration ISSUER_WAIT_MAX = Duration.ofSeconds(5);
    private static final Duration WAIT_INTERVAL = Duration.ofMillis(20);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

    private final ConsumerFactory<byte[], byte[]> consumers;
    private final MonitoredRecordReader reader;
    private final InvariantMonitor monitor;
    private final Watermarks watermarks;
    private final IssuerLoad issuer;
    private final MonitoringProperties properties;
    private volatile boolean running;
    private volatile Thread thread = Thread.ofPlatform().unstarted(() -> {});

    InvariantMonitorConsumer(
            ConsumerFactory<byte[], byte[]> consumers,
            EventCodec codec,
            InvariantMonitor monitor,
            Watermarks watermarks,
            IssuerLoad issuer,
            MonitoringProperties properties) {
        this.consumers = consumers;
        this.reader = new MonitoredRecordReader(codec);
        this.monitor = monitor;
        this.watermarks = watermarks;
        this.issuer = issuer;
        this.properties = properties;
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("coupon-watching").daemon().start(this::run);
    }

    private void run() {
        boolean failureLogged = false;
        while (running) {
            try (Consumer<byte[], byte[]> consumer = consumers.createConsumer(null, "watching", null, settings())) {
                consumer.assign(ALL);
                seekToEnds(consumer);
                monitor.restart(0);
                while (running) {
                    round(consumer);
                    failureLogged = false;
                }
            } catch (KafkaException | org.springframework.kafka.KafkaException unavailable) {
                if (!failureLogged) {
                    log.warn("invariants are not checked until Kafka is available: {}", unavailable.getMessage());
                    failureLogged = true;
                }
                LockSupport.parkNanos(RETRY_DELAY.toNanos());
            }
        }
    }

    private static void seekToEnds(Consumer<byte[], byte[]> consumer) {
        consumer.endOffsets(ALL, QUERY_TIMEOUT).forEach(consumer::seek);
    }

    private void round(Consumer<byte[], byte[]> consumer) {
        long waitUntil = System.nanoTime() + ISSUER_WAIT_MAX.toNanos();
        awaitIssuer(waitUntil);
        long roundEnd = System.nanoTime() + properties.roundEvery().toNanos();
        Map<Integer, Long> published = new HashMap<>();
        LOG.forEach(partition -> published.put(partition.partition(), watermarks.published(partition.partition())));
        Map<TopicPartition, Long> ends = consumer.endOffsets(ALL, QUERY_TIMEOUT);
        while (running && (remaining(consumer, ends) > 0 || System.nanoTime() < roundEnd)) {
            if (remaining(consumer, ends) > properties.backlogMax()) {
                skip(consumer, ends);
                return;
            }
            awaitIssuer(waitUntil);
            read(consumer);
        }
        Map<Integer, Long> readTo = new HashMap<>();
        LOG.forEach(partition -> readTo.put(partition.partition(), consumer.position(partition, QUERY_TIMEOUT)));
        monitor.evaluate(new EvaluationRound(published, readTo));
    }

    private void read(Consumer<byte[], byte[]> consumer) {
        long start = System.nanoTime();
        ConsumerRecords<byte[], byte[]> found = consumer.poll(POLL_TIMEOUT);
        List<MonitoredRecord> read = new ArrayList<>(found.count());
        for (ConsumerRecord<byte[], byte[]> record : found) {
            MonitoredRecord monitored = reader.read(record);
            if (monitored != null) {
                read.add(monitored);
            }
        }
        monitor.process(read);
        long minimumNanos = TimeUnit.SECONDS.toNanos(found.count()) / properties.recordsPerSecond();
        LockSupport.parkNanos(minimumNanos - (System.nanoTime() - start));
    }

    private void awaitIssuer(long until) {
        while (running && issuer.isBehind() && System.nanoTime() < until) {
            LockSupport.parkNanos(WAIT_INTERVAL.toNanos());
        }
    }

    private void skip(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        long skipped = remaining(consumer, ends);
        log.warn("{} records were skipped without checks: the backlog exceeds coupon.watching.backlog-max", skipped);
        seekToEnds(consumer);
        monitor.restart(skipped);
    }

    private static long remaining(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey(), QUERY_TIMEOUT)))
                .sum();
    }

    private static List<TopicPartition> partitions(String topic) {
        return IntStream.range(0, Topics.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    /**
     * Small fetches, so that results of several partitions with similar timestamps are read at about the same time.
     */
    private static Properties settings() {
        Properties settings = new Properties();
        settings.put("auto.offset.reset", "latest");
        settings.put("max.poll.records", "2000");
        settings.put("max.partition.fetch.bytes", Integer.toString(64 * 1024));
        settings.put("fetch.max.bytes", Integer.toString(1024 * 1024));
        settings.put("fetch.max.wait.ms", "250");
        settings.put("allow.auto.create.topics", "false");
        return settings;
    }

    @Override
    public void stop() {
        running = false;
        try {
            thread.join(STOP_TIMEOUT);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
