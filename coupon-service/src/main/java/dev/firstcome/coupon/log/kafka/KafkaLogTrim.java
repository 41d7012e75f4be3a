package dev.firstcome.coupon.log.kafka;

import dev.firstcome.contracts.Topics;
import dev.firstcome.coupon.log.LogTrim;
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

/** Has the brokers forget the oldest records. The admin's own thread does the work; no caller waits for it. */
@Component
class KafkaLogTrim implements LogTrim, DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(KafkaLogTrim.class);
    private static final int TIMEOUT_MILLIS = 5_000;

    /** As Kafka says it: no record is so young. */
    static final long NONE = -1;

    private final KafkaAdmin settings;
    private @Nullable Admin known;

    KafkaLogTrim(KafkaAdmin settings) {
        this.settings = settings;
    }

    private synchronized Admin admin() {
        Admin open = known;
        if (open == null) {
            Map<String, Object> configuration = new HashMap<>(settings.getConfigurationProperties());
            configuration.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
            configuration.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
            open = Admin.create(configuration);
            known = open;
        }
        return open;
    }

    @Override
    public void trim(int partition, long below, Instant olderThan, long atLeast) {
        var place = new TopicPartition(Topics.COUPON_REQUESTS, partition);
        try {
            CompletionStage<Long> start = offset(place, OffsetSpec.earliest());
            CompletionStage<Long> young = offset(place, OffsetSpec.forTimestamp(olderThan.toEpochMilli()));
            start.thenCombine(young, (first, next) -> cut(first, next, below, atLeast))
                    .thenAccept(cut -> delete(place, cut))
                    .whenComplete((done, failed) -> complain(place, failed));
        } catch (KafkaException away) {
            complain(place, away);
        }
    }

    /** Where the log is to begin; {@link #NONE}: where it does now. */
    static long cut(long start, long young, long below, long atLeast) {
        long cut = young == NONE ? below : Math.min(below, young);
        return cut > start && cut - start >= atLeast ? cut : NONE;
    }

    private CompletionStage<Long> offset(TopicPartition place, OffsetSpec which) {
        return admin().listOffsets(Map.of(place, which))
                .partitionResult(place)
                .toCompletionStage()
                .thenApply(ListOffsetsResultInfo::offset);
    }

    private void delete(TopicPartition place, long cut) {
        if (cut == NONE) {
            return;
        }
        admin().deleteRecords(Map.of(place, RecordsToDelete.beforeOffset(cut)))
                .all()
                .whenComplete((done, failed) -> {
                    if (failed == null) {
                        log.info("{} begins at {} from now on", place, cut);
                    } else {
                        complain(place, failed);
                    }
                });
    }

    private static void complain(TopicPartition place, @Nullable Throwable failed) {
        if (failed != null) {
            log.warn("{} is trimmed later: {}", place, failed.toString());
        }
    }

    @Override
    public synchronized void destroy() {
        Admin open = known;
        if (open != null) {
            open.close();
        }
    }
}
