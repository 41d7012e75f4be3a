package dev.firstcome.coupon.proof.kafka;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.proof.SignedBlocks;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.events.TopicFollower;
import dev.firstcome.platform.startup.StartupTasks;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/** Consumes {@code coupon.proofs} into memory: half a kilobyte per block of 4,096 log records. */
@Component
class KafkaSignedBlocks implements SignedBlocks, DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(KafkaSignedBlocks.class);
    private static final TopicPartition TOPIC = new TopicPartition(Topics.COUPON_PROOFS, 0);
    private static final String SOURCE = "/coupon-service/prover";
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(10);
    private static final Duration INITIAL_READ_TIMEOUT = Duration.ofSeconds(30);

    private final ConsumerFactory<byte[], byte[]> consumers;
    private final KafkaTemplate<byte[], byte[]> kafka;
    private final EventCodec codec;
    private final RequestLog requests;
    private final Clock clock;
    private final Map<Chain, ConcurrentNavigableMap<Long, ProofBlock>> chains = new ConcurrentHashMap<>();
    private final TopicFollower follower;
    private volatile long nextOffset;

    /** Identifies the blocks of one partition of one log topic. */
    private record Chain(String topicId, int partition) {}

    KafkaSignedBlocks(
            ConsumerFactory<byte[], byte[]> consumers,
            KafkaTemplate<byte[], byte[]> kafka,
            EventCodec codec,
            RequestLog requests,
            Clock clock,
            StartupTasks startup) {
        this.consumers = consumers;
        this.kafka = kafka;
        this.codec = codec;
        this.requests = requests;
        this.clock = clock;
        this.follower = new TopicFollower(Topics.COUPON_PROOFS, consumers, this::consume);
        startup.runUntilSuccessful("coupon proofs", () -> catchUp(INITIAL_READ_TIMEOUT));
    }

    @Override
    public Optional<ProofBlock> latest(int partition) {
        return Optional.ofNullable(chain(partition).lastEntry()).map(Map.Entry::getValue);
    }

    @Override
    public Optional<ProofBlock> find(int partition, long block) {
        return Optional.ofNullable(chain(partition).get(block));
    }

    @Override
    public List<ProofBlock> from(int partition, long block, int limit) {
        return chain(partition).tailMap(block, true).values().stream()
                .limit(limit)
                .toList();
    }

    private NavigableMap<Long, ProofBlock> chain(int partition) {
        return chains.getOrDefault(new Chain(requests.topicId(), partition), new ConcurrentSkipListMap<>());
    }

    @Override
    public void append(ProofBlock block) {
        byte[] key = Integer.toString(block.partition()).getBytes(StandardCharsets.UTF_8);
        var message = new ProducerRecord<>(Topics.COUPON_PROOFS, 0, key, codec.write(block));
        String id = block.partition() + "-" + block.block();
        codec.describe(message.headers(), block, id, SOURCE, clock.instant());
        try {
            kafka.send(message).get(SEND_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new KafkaException("block %s was not acknowledged".formatted(id), failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while sending block %s".formatted(id), stopped);
        }
        store(block);
    }

    @Override
    public void catchUp(Duration timeout) throws InterruptedException {
        long until = System.nanoTime() + timeout.toNanos();
        long end = end();
        while (nextOffset < end) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("%s was not read to its end within %s".formatted(TOPIC, timeout));
            }
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private long end() {
        try (Consumer<byte[], byte[]> consumer = consumers.createConsumer(null, "proofs-end", null, new Properties())) {
            return consumer.endOffsets(List.of(TOPIC), QUERY_TIMEOUT).getOrDefault(TOPIC, 0L);
        }
    }

    private void consume(ConsumerRecord<byte[], byte[]> record) {
        try {
            store(codec.read(ProofBlock.class, record.value()));
        } catch (JacksonException unreadable) {
            log.error("unreadable record of coupon.proofs at offset {}", record.offset(), unreadable);
        }
        nextOffset = record.offset() + 1;
    }

    private void store(ProofBlock block) {
        ProofBlock known = chains.computeIfAbsent(
                        new Chain(block.topicId().intern(), block.partition()), chain -> new ConcurrentSkipListMap<>())
                .putIfAbsent(block.block(), block);
        if (known != null && !known.root().equals(block.root())) {
            log.error("block {} of partition {} was signed with two different roots", block.block(), block.partition());
        }
    }

    @Override
    public void destroy() {
        follower.close();
    }
}
