package dev.firstcome.local.kafka;

import dev.firstcome.local.layout.LocalFailure;
import java.time.Duration;
import java.util.HashMap;
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
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;

/** Gives the users their rights and makes the topics that are missing, once all brokers are there to carry them. */
public final class KafkaSetup {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final Map<String, String> login;
    private final int brokers;

    /** @param login settings of the admin, of {@link KafkaLogin} */
    public KafkaSetup(Map<String, String> login, int brokers) {
        this.login = login;
        this.brokers = brokers;
    }

    public void run() {
        long end = System.nanoTime() + BOUND.toNanos();
        try (Admin admin = Admin.create(settings())) {
            while (get(admin.describeCluster().nodes()).size() < brokers) {
                if (System.nanoTime() - end >= 0) {
                    throw LocalFailure.failed("Not all of " + brokers + " brokers came together within "
                            + BOUND.toSeconds() + " s; see their logs");
                }
            }
            giveRights(admin);
            Set<String> there = get(admin.listTopics().names());
            List<NewTopic> missing = TopicTable.ALL.stream()
                    .filter(topic -> !there.contains(topic.name()))
                    .map(this::newTopic)
                    .toList();
            get(admin.createTopics(missing).all());
        }
    }

    /** What is not in the table any more is taken away. */
    private static void giveRights(Admin admin) {
        List<AclBinding> wanted = AccessRights.all();
        get(admin.createAcls(wanted).all());
        List<AclBindingFilter> others = get(
                        admin.describeAcls(AclBindingFilter.ANY).values())
                .stream()
                .filter(right -> !wanted.contains(right))
                .map(AclBinding::toFilter)
                .toList();
        get(admin.deleteAcls(others).all());
    }

    private NewTopic newTopic(TopicSpec topic) {
        return new NewTopic(topic.name(), topic.partitions(), (short) brokers).configs(topic.settings());
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(login);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) BOUND.toMillis());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 20_000);
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, 50);
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 200);
        return settings;
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
