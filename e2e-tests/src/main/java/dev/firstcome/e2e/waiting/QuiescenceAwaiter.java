package dev.firstcome.e2e.waiting;

import dev.firstcome.contracts.Topics;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.access.SystemUsers;
import dev.firstcome.testsupport.Eventually;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits until all records of some topics are processed: every consumer group that reads them has committed their end offsets.
 * An issuer commits last, after its results and its progress are acknowledged.
 */
public final class QuiescenceAwaiter implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 5_000;

    private final Set<String> topics;
    private final Admin admin;

    /** Of the requests and the results of coupons. */
    public QuiescenceAwaiter(PlatformDescription.Kafka kafka) {
        this(kafka, Set.of(Topics.COUPON_REQUESTS, Topics.COUPON_RESULTS));
    }

    public QuiescenceAwaiter(PlatformDescription.Kafka kafka, Set<String> topics) {
        this.topics = Set.copyOf(topics);
        Map<String, Object> settings = new HashMap<>(kafka.settings(SystemUsers.AUDITOR));
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        this.admin = Admin.create(settings);
    }

    /** Waits until no record is left to process, and returns how long that took. */
    public Duration await(Duration bound) {
        long start = System.nanoTime();
        Eventually.get("all records are processed", bound, this::backlog, Map::isEmpty);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Unprocessed records by group and partition; a partition without a committed offset counts as unprocessed. */
    Map<String, Long> backlog() throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, Long> ends = ends();
        Map<String, Long> backlog = new TreeMap<>();
        Map<String, Integer> readers = new HashMap<>();
        for (GroupListing group : admin.listGroups().all().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
            committed(group.groupId()).forEach((partition, position) -> {
                if (ends.containsKey(partition)) {
                    readers.merge(partition.toString(), 1, Integer::sum);
                    long left = ends.get(partition) - position.offset();
                    if (left > 0) {
                        backlog.put(group.groupId() + " " + partition, left);
                    }
                }
            });
        }
        ends.forEach((partition, end) -> {
            if (end > 0 && !readers.containsKey(partition.toString())) {
                backlog.put("no group " + partition, end);
            }
        });
        return backlog;
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String group)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetAndMetadata> known = new HashMap<>();
        admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .forEach((partition, position) -> {
                    if (position != null) {
                        known.put(partition, position);
                    }
                });
        return known;
    }

    private Map<TopicPartition, Long> ends() throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        admin.describeTopics(topics)
                .allTopicNames()
                .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .forEach((topic, found) -> found.partitions()
                        .forEach(partition ->
                                wanted.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest())));
        return admin.listOffsets(wanted).all().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(2));
    }
}
