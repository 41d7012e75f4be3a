package dev.firstcome.local.kafka;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_COMPACT;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_DELETE;
import static org.apache.kafka.common.config.TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;

import dev.firstcome.contracts.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The table of all topics of the shop with their settings. */
public final class TopicTable {
    private static final int PLATFORM_PARTITIONS = 3;
    private static final Duration EVENTS = Duration.ofDays(30);
    private static final Duration MESSAGES = Duration.ofDays(7);
    private static final Duration DEAD_LETTERS = Duration.ofDays(90);

    public static final List<TopicSpec> ALL = List.of(
            // Only the owner of a partition truncates, below the low watermark. The broker's clock determines open
            // times.
            new TopicSpec(
                    Topics.COUPON_REQUESTS,
                    Topics.PARTITIONS,
                    Map.of(
                            CLEANUP_POLICY_CONFIG,
                            CLEANUP_POLICY_DELETE,
                            RETENTION_MS_CONFIG,
                            "-1",
                            MESSAGE_TIMESTAMP_TYPE_CONFIG,
                            "LogAppendTime")),
            keptFor(Topics.COUPON_RESULTS, Topics.PARTITIONS, EVENTS),
            compacted(Topics.COUPON_PROGRESS),
            forEver(Topics.COUPON_PROOFS, 1),
            keptFor(Topics.COUPON_EVENTS, Topics.PARTITIONS, EVENTS),
            keptFor(Topics.PAYMENT_EVENTS, Topics.PARTITIONS, EVENTS),
            keptFor(Topics.CATALOG_CHANGES, Topics.PARTITIONS, EVENTS),
            keptFor(Topics.USER_EVENTS, Topics.PARTITIONS, EVENTS),
            keptFor(Topics.USER_MESSAGES, Topics.PARTITIONS, MESSAGES),
            compacted(Topics.PLATFORM_SWITCHES),
            compacted(Topics.PLATFORM_NOTICES),
            compacted(Topics.PLATFORM_INCIDENTS),
            compacted(Topics.PLATFORM_SHARDS),
            compacted(Topics.PLATFORM_STANDBYS),
            keptFor(Topics.PLATFORM_ALERTS, PLATFORM_PARTITIONS, MESSAGES),
            forEver(Topics.PLATFORM_AUDIT, PLATFORM_PARTITIONS),
            keptFor(Topics.COUPON_REQUESTS + Topics.DEAD_LETTER_SUFFIX, Topics.PARTITIONS, DEAD_LETTERS),
            keptFor(Topics.COUPON_RESULTS + Topics.DEAD_LETTER_SUFFIX, Topics.PARTITIONS, DEAD_LETTERS),
            keptFor(Topics.PAYMENT_EVENTS + Topics.DEAD_LETTER_SUFFIX, Topics.PARTITIONS, DEAD_LETTERS),
            keptFor(Topics.USER_MESSAGES + Topics.DEAD_LETTER_SUFFIX, Topics.PARTITIONS, DEAD_LETTERS));

    private TopicTable() {}

    private static TopicSpec keptFor(String name, int partitions, Duration time) {
        return deleted(name, partitions, Long.toString(time.toMillis()));
    }

    private static TopicSpec forEver(String name, int partitions) {
        return deleted(name, partitions, "-1");
    }

    private static TopicSpec deleted(String name, int partitions, String retentionMillis) {
        return new TopicSpec(
                name,
                partitions,
                Map.of(CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_DELETE, RETENTION_MS_CONFIG, retentionMillis));
    }

    private static TopicSpec compacted(String name) {
        return new TopicSpec(name, 1, Map.of(CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_COMPACT));
    }
}
