package dev.firstcome.coupon.issuing.kafka;

import dev.firstcome.contracts.Topics;
import dev.firstcome.coupon.issuercontrol.BetweenBatchesTask;
import dev.firstcome.coupon.issuercontrol.IssuerLoad;
import dev.firstcome.coupon.issuercontrol.IssuerState;
import dev.firstcome.coupon.issuercontrol.Issuers;
import dev.firstcome.coupon.issuing.PartitionIssuerFactory;
import dev.firstcome.coupon.log.LogFormat;
import dev.firstcome.platform.events.EventCodec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * Polls the coupon log on one thread and passes the records of each partition to the issuer thread of that partition.
 * The consumer thread never waits for Redis or for acknowledgements, so it remains in the consumer group while a
 * partition is blocked.
 */
@Component
class RequestLogConsumer implements SmartLifecycle, IssuerLoad, Issuers {
    private static final Logger log = LoggerFactory.getLogger(RequestLogConsumer.class);
    private static final String GROUP = "coupon-issuer";
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(8);

    private final ConsumerFactory<byte[], byte[]> consumers;
    private final LogFormat format;
    private final PartitionIssuerFactory issuers;
    private volatile boolean running;
    private volatile Thread thread = Thread.ofPlatform().unstarted(() -> {});
    private volatile PartitionAssignments assignments;

    RequestLogConsumer(ConsumerFactory<byte[], byte[]> consumers, EventCodec codec, PartitionIssuerFactory issuers) {
        this.consumers = consumers;
        this.format = new LogFormat(codec);
        this.issuers = issuers;
        this.assignments = new PartitionAssignments(format, issuers);
    }

    /** Returns the issuer states of the assigned partitions, by partition number. */
    Map<Integer, IssuerState> states() {
        return new TreeMap<>(assignments.states());
    }

    @Override
    public boolean isBehind() {
        return assignments.isBehind();
    }

    @Override
    public Set<Integer> runningPartitions() {
        return states().entrySet().stream()
                .filter(partition -> partition.getValue() instanceof IssuerState.Running
                        || partition.getValue() instanceof IssuerState.Paused)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void runBetweenBatches(int partition, BetweenBatchesTask task) {
        assignments.runBetweenBatches(partition, task);
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("coupon-issuer").start(this::consume);
    }

    private void consume() {
        while (running) {
            PartitionAssignments current = new PartitionAssignments(format, issuers);
            assignments = current;
            try (Consumer<byte[], byte[]> consumer = consumers.createConsumer(GROUP, "issuer", null, settings())) {
                consumer.subscribe(List.of(Topics.COUPON_REQUESTS), current.listener(consumer));
                while (running) {
                    current.poll(consumer);
                }
                current.close(consumer);
            } catch (KafkaException failure) {
                log.error("the consumer of the issuers failed and will be recreated", failure);
                current.abandonAll();
                LockSupport.parkNanos(RETRY_DELAY.toNanos());
            }
        }
    }

    private static Properties settings() {
        Properties settings = new Properties();
        settings.put("auto.offset.reset", "none");
        settings.put("max.poll.records", "20000"); // returns whole fetches, so that script calls are of full size
        settings.put("max.partition.fetch.bytes", Integer.toString(256 * 1024));
        settings.put("fetch.max.bytes", Integer.toString(4 * 1024 * 1024));
        // Collects records for larger script calls; a partition that is resumed during a fetch waits until it ends.
        settings.put("fetch.min.bytes", Integer.toString(64 * 1024));
        settings.put("fetch.max.wait.ms", "25");
        settings.put("session.timeout.ms", "6000");
        settings.put("heartbeat.interval.ms", "2000");
        settings.put("default.api.timeout.ms", "5000");
        settings.put("request.timeout.ms", "4000");
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
