package dev.firstcome.local.kafka;

import dev.firstcome.local.layout.LocalPlatformException;
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

/** Grants the rights of all users and creates missing topics, after all brokers have joined the cluster. */
public final class KafkaSetup {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Duration PROBE = Duration.ofSeconds(5);

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
                    throw LocalPlatformException.failed("Not all of " + brokers + " brokers joined within "
                            + BOUND.toSeconds() + " s; see their logs");
                }
            }
            grantRights(admin);
            Set<String> there = get(admin.listTopics().names());
            List<NewTopic> missing = TopicTable.ALL.stream()
                    .filter(topic -> !there.contains(topic.name()))
                    .map(this::newTopic)
                    .toList();
            get(admin.createTopics(missing).all());
        }
    }

    /** Returns whether a broker answers; false, not an exception, if none does within a few seconds. */
    public boolean answers() {
        Map<String, Object> settings = settings();
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PROBE.toMillis());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PROBE.toMillis());
        try (Admin admin = Admin.create(settings)) {
            admin.describeCluster().nodes().get(PROBE.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Creates missing rights and deletes those that are not in the table. */
    private static void grantRights(Admin admin) {
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
            throw LocalPlatformException.failed("Kafka rejected the set-up of rights and topics: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LocalPlatformException.failed("Interrupted during the set-up of rights and topics", e);
        }
    }
}
