package dev.firstcome.coupon.rebuild.kafka;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.contracts.coupon.CouponTakenBack;
import dev.firstcome.contracts.coupon.GrantIssued;
import dev.firstcome.contracts.coupon.RequestRejected;
import dev.firstcome.contracts.coupon.RequestRepeated;
import dev.firstcome.coupon.log.RequestLog.LogUnavailable;
import dev.firstcome.coupon.log.ResultText;
import dev.firstcome.coupon.rebuild.ToldResults;
import dev.firstcome.platform.events.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/** Reads the whole topic once: results are kept by user, not by the log's partition. */
@Component
class KafkaToldResults implements ToldResults {
    private static final Logger log = LoggerFactory.getLogger(KafkaToldResults.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ASK = Duration.ofSeconds(5);
    private static final Duration STALLED_AFTER = Duration.ofSeconds(30);

    private static final Map<String, Class<? extends CouponResult>> TYPES = Stream.of(
                    CouponIssued.class,
                    RequestRejected.class,
                    RequestRepeated.class,
                    GrantIssued.class,
                    CouponTakenBack.class)
            .map(type -> type.<CouponResult>asSubclass(CouponResult.class))
            .collect(Collectors.toMap(EventCodec::typeOf, Function.identity()));

    private final ConsumerFactory<byte[], byte[]> consumers;
    private final EventCodec codec;

    KafkaToldResults(ConsumerFactory<byte[], byte[]> consumers, EventCodec codec) {
        this.consumers = consumers;
        this.codec = codec;
    }

    @Override
    public boolean read(int partition, java.util.function.Consumer<List<CouponResult>> some) {
        List<TopicPartition> places = IntStream.range(0, Topics.PARTITIONS)
                .mapToObj(number -> new TopicPartition(Topics.COUPON_RESULTS, number))
                .toList();
        try (Consumer<byte[], byte[]> consumer = consumers.createConsumer(null, "told-results", null, settings())) {
            consumer.assign(places);
            consumer.seekToBeginning(places);
            Map<TopicPartition, Long> ends = consumer.endOffsets(places, ASK);
            long movedAt = System.nanoTime();
            while (!isThere(consumer, ends)) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                long now = System.nanoTime();
                movedAt = records.isEmpty() ? movedAt : now;
                if (now - movedAt > STALLED_AFTER.toNanos()) {
                    throw new KafkaException("coupon.results was not read to its end");
                }
                some.accept(of(partition, records));
            }
            return consumer.beginningOffsets(places, ASK).values().stream().allMatch(first -> first == 0);
        } catch (KafkaException away) {
            throw new LogUnavailable(away);
        }
    }

    private static boolean isThere(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey(), ASK) >= end.getValue());
    }

    /** Most results are other partitions', which shows before anything is bound. */
    private List<CouponResult> of(int partition, ConsumerRecords<byte[], byte[]> records) {
        byte[] beginning = ("{\"partition\":" + partition + ",").getBytes(StandardCharsets.US_ASCII);
        List<CouponResult> results = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            byte[] body = record.value();
            boolean ours = body != null
                    && body.length > beginning.length
                    && Arrays.equals(body, 0, beginning.length, beginning, 0, beginning.length);
            CouponResult result = ours ? bound(record) : null;
            if (result != null) {
                results.add(result);
            }
        }
        return results;
    }

    private @Nullable CouponResult bound(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(EventCodec.TYPE);
        Class<? extends CouponResult> type =
                header == null ? null : TYPES.get(new String(header.value(), StandardCharsets.UTF_8));
        if (type == null) {
            return null;
        }
        CouponResult quick = type == CouponIssued.class ? ResultText.issued(record.value()) : null;
        try {
            return quick == null ? codec.read(type, record.value()) : quick;
        } catch (JacksonException unreadable) {
            log.warn("coupon.results has an unreadable record at {}-{}", record.partition(), record.offset());
            return null;
        }
    }

    private static Properties settings() {
        Properties settings = new Properties();
        settings.put("auto.offset.reset", "earliest");
        settings.put("max.poll.records", "5000");
        settings.put("fetch.max.wait.ms", "50");
        settings.put("allow.auto.create.topics", "false");
        return settings;
    }
}
