package dev.firstcome.coupon.issuing.kafka;

import dev.firstcome.contracts.Topics;
import dev.firstcome.coupon.issuing.Interlude;
import dev.firstcome.coupon.issuing.IssuerLoad;
import dev.firstcome.coupon.issuing.Issuers;
import dev.firstcome.coupon.issuing.IssuingParts;
import dev.firstcome.coupon.issuing.PartitionState;
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
 * The issuer's consumer: one thread that polls the coupon log and hands each partition's records to the thread of that
 * partition. It never waits for Redis or for acknowledgements, so it keeps its place in the group while a partition
 * stands still.
 */
@Component
class RequestLogConsumer implements SmartLifecycle, IssuerLoad, Issuers {
    private static final Logger log = LoggerFactory.getLogger(RequestLogConsumer.class);
    private static final String GROUP = "coupon-issuer";
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(8);

    private final ConsumerFactory<byte[], byte[]> consumers;
    private final LogFormat format;
    private final IssuingParts parts;
    private volatile boolean running;
    private volatile Thread thread = Thread.ofPlatform().unstarted(() -> {});
    private volatile Assignments assignments;

    RequestLogConsumer(ConsumerFactory<byte[], byte[]> consumers, EventCodec codec, IssuingParts parts) {
        this.consumers = consumers;
        this.format = new LogFormat(codec);
        this.parts = parts;
        this.assignments = new Assignments(format, parts);
    }

    /** What each partition of this process is doing, by number. */
    Map<Integer, PartitionState> states() {
        return new TreeMap<>(assignments.states());
    }

    @Override
    public boolean isBehind() {
        return assignments.isBehind();
    }

    @Override
    public Set<Integer> running() {
        return states().entrySet().stream()
                .filter(partition -> partition.getValue() instanceof PartitionState.Running
                        || partition.getValue() instanceof PartitionState.Held)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void interlude(int partition, Interlude work) {
        assignments.interlude(partition, work);
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("coupon-issuer").start(this::consume);
    }

    private void consume() {
        while (running) {
            Assignments mine = new Assignments(format, parts);
            assignments = mine;
            try (Consumer<byte[], byte[]> consumer = consumers.createConsumer(GROUP, "issuer", null, settings())) {
                consumer.subscribe(List.of(Topics.COUPON_REQUESTS), mine.listener(consumer));
                while (running) {
                    mine.poll(consumer);
                }
                mine.close(consumer);
            } catch (KafkaException failed) {
                log.error("the issuer's consumer failed and is made anew", failed);
                mine.abandon();
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }

    private static Properties settings() {
        Properties settings = new Properties();
        settings.put("auto.offset.reset", "none");
        settings.put("max.poll.records", "20000"); // all that was fetched, so that calls are of full size
        settings.put("max.partition.fetch.bytes", Integer.toString(256 * 1024));
        settings.put("fetch.max.bytes", Integer.toString(4 * 1024 * 1024));
        // Some records come together, so that not each is a call. So long waits who was paused meanwhile.
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
            thread.join(STOP);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
