package dev.firstcome.coupon.log.kafka;

import dev.firstcome.contracts.Topics;
import dev.firstcome.coupon.log.LogTruncator;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/**
 * Truncates the coupon log with {@code Admin.deleteRecords}. Runs asynchronously on the thread of the admin client and
 * never blocks its caller.
 */
@Component
class KafkaLogTruncator implements LogTruncator, DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(KafkaLogTruncator.class);
    private static final int TIMEOUT_MILLIS = 5_000;

    /** The offset that {@code Admin.listOffsets} returns if no record has the requested timestamp. */
    static final long NONE = -1;

    private final KafkaAdmin settings;
    private @Nullable Admin admin;

    KafkaLogTruncator(KafkaAdmin settings) {
        this.settings = settings;
    }

    private synchronized Admin admin() {
        Admin open = admin;
        if (open == null) {
            Map<String, Object> configuration = new HashMap<>(settings.getConfigurationProperties());
            configuration.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
            configuration.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
            open = Admin.create(configuration);
            admin = open;
        }
        return open;
    }

    @Override
    public void truncate(int partition, long below, Instant olderThan, long atLeast) {
        var topicPartition = new TopicPartition(Topics.COUPON_REQUESTS, partition);
        try {
            CompletionStage<Long> start = offset(topicPartition, OffsetSpec.earliest());
            CompletionStage<Long> young = offset(topicPartition, OffsetSpec.forTimestamp(olderThan.toEpochMilli()));
            start.thenCombine(young, (first, next) -> newStart(first, next, below, atLeast))
                    .thenAccept(newStart -> delete(topicPartition, newStart))
                    .whenComplete((done, failure) -> logFailure(topicPartition, failure));
        } catch (KafkaException failure) {
            logFailure(topicPartition, failure);
        }
    }

    /**
     * Returns the new start offset of the log, or {@link #NONE} if it does not change.
     *
     * @param young the first record that is not older than the limit
     */
    static long newStart(long start, long young, long below, long atLeast) {
        long newStart = young == NONE ? below : Math.min(below, young);
        return newStart > start && newStart - start >= atLeast ? newStart : NONE;
    }

    private CompletionStage<Long> offset(TopicPartition partition, OffsetSpec spec) {
        return admin().listOffsets(Map.of(partition, spec))
                .partitionResult(partition)
                .toCompletionStage()
                .thenApply(ListOffsetsResultInfo::offset);
    }

    private void delete(TopicPartition partition, long newStart) {
        if (newStart == NONE) {
            return;
        }
        admin().deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(newStart)))
                .all()
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        log.info("truncated {}: the log now starts at {}", partition, newStart);
                    } else {
                        logFailure(partition, failure);
                    }
                });
    }

    private static void logFailure(TopicPartition partition, @Nullable Throwable failure) {
        if (failure != null) {
            log.warn("failed to truncate {}, will retry: {}", partition, failure.toString());
        }
    }

    @Override
    public synchronized void destroy() {
        Admin open = admin;
        if (open != null) {
            open.close();
        }
    }
}
