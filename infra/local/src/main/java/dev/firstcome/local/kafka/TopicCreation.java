package dev.firstcome.local.kafka;

import dev.firstcome.local.layout.LocalFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;

/** Makes the topics that are missing, once all brokers are there to carry them. */
public final class TopicCreation {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final String bootstrapServers;
    private final int brokers;

    public TopicCreation(String bootstrapServers, int brokers) {
        this.bootstrapServers = bootstrapServers;
        this.brokers = brokers;
    }

    public void createMissing() {
        long end = System.nanoTime() + BOUND.toNanos();
        try (Admin admin = Admin.create(settings())) {
            while (get(admin.describeCluster().nodes()).size() < brokers) {
                if (System.nanoTime() - end >= 0) {
                    throw LocalFailure.failed("Not all of " + brokers + " brokers came together within "
                            + BOUND.toSeconds() + " s; see their logs");
                }
            }
            Set<String> there = get(admin.listTopics().names());
            List<NewTopic> missing = TopicTable.ALL.stream()
                    .filter(topic -> !there.contains(topic.name()))
                    .map(this::newTopic)
                    .toList();
            get(admin.createTopics(missing).all());
        }
    }

    private NewTopic newTopic(TopicSpec topic) {
        return new NewTopic(topic.name(), topic.partitions(), (short) brokers).configs(topic.settings());
    }

    private Map<String, Object> settings() {
        return Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) BOUND.toMillis(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 20_000,
                AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, 50,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 200);
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(BOUND.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw LocalFailure.failed("Kafka did not do what was asked when topics were made: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LocalFailure.failed("Interrupted while topics were made", e);
        }
    }
}
