package dev.firstcome.e2e.access;

import dev.firstcome.e2e.guarantees.GuaranteeTable;
import dev.firstcome.e2e.guarantees.GuaranteeTable.Row;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.access.SystemUsers;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicDeletionDisabledException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Attempts, as every Kafka user, each operation that the user's row of the guarantee table does not allow. */
public final class KafkaAccessAttempts {
    private static final int BOUND_MILLIS = 5_000;
    private static final String EVERY_TOPIC = "every topic";

    private final PlatformDescription.Kafka kafka;
    private final GuaranteeTable table;
    private final AccessAttempts refusals;
    private final Set<String> topics;

    public KafkaAccessAttempts(PlatformDescription.Kafka kafka, GuaranteeTable table, AccessAttempts refusals)
            throws Exception {
        this.kafka = kafka;
        this.table = table;
        this.refusals = refusals;
        try (Admin admin = Admin.create(settings(SystemUsers.ADMIN))) {
            this.topics = get(admin.listTopics().names());
        }
    }

    public void attemptAll() throws Exception {
        for (Row row : table.rows()) {
            String user = row.name("user");
            Map<String, Set<AclOperation>> allowed = allowed(row);
            try (Admin admin = Admin.create(settings(user))) {
                verifyTopicOperations(user, admin, allowed);
                attemptToDeleteRecords(user, admin, allowed);
                attemptAdministration(user, admin);
            }
            attemptToAppend(user, allowed);
            attemptToRead(user, allowed);
            attemptToJoinOtherGroups(user, row.names("groups"));
        }
        attemptWrongCredentials();
    }

    private Map<String, Set<AclOperation>> allowed(Row row) {
        Map<String, Set<AclOperation>> allowed = new HashMap<>();
        topics.forEach(topic -> allowed.put(topic, EnumSet.noneOf(AclOperation.class)));
        add(allowed, row, "appends to", AclOperation.WRITE);
        add(allowed, row, "reads", AclOperation.READ);
        add(allowed, row, "deletes the oldest of", AclOperation.DELETE);
        return allowed;
    }

    private void add(Map<String, Set<AclOperation>> allowed, Row row, String column, AclOperation operation) {
        (row.text(column).equals(EVERY_TOPIC) ? topics : row.names(column))
                .forEach(topic ->
                        Objects.requireNonNull(allowed.get(topic), topic).add(operation));
    }

    /** Expects the operations that the brokers report for each topic to equal those of the table. */
    private void verifyTopicOperations(String user, Admin admin, Map<String, Set<AclOperation>> allowed) {
        allowed.forEach((topic, operations) -> {
            if (operations.isEmpty()) {
                refusals.expectRefusal(
                        user + " describes " + topic,
                        AuthorizationException.class::isInstance,
                        () -> authorizedOperations(admin, topic));
                return;
            }
            try {
                Set<AclOperation> found = new HashSet<>(authorizedOperations(admin, topic));
                found.remove(AclOperation.DESCRIBE);
                found.remove(AclOperation.DESCRIBE_CONFIGS);
                refusals.expectEqual("operations of " + user + " on " + topic, operations, found);
            } catch (Exception refused) { // any exception is a violation: the table allows this operation
                refusals.expectEqual("operations of " + user + " on " + topic, operations, refused);
            }
        });
    }

    private static Set<AclOperation> authorizedOperations(Admin admin, String topic) throws Exception {
        Map<String, TopicDescription> found =
                get(admin.describeTopics(List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                        .allTopicNames());
        return Objects.requireNonNull(found.get(topic)).authorizedOperations();
    }

    private void attemptToAppend(String user, Map<String, Set<AclOperation>> allowed) {
        Map<String, Object> settings = settings(user);
        settings.put("max.block.ms", BOUND_MILLIS);
        settings.put("delivery.timeout.ms", BOUND_MILLIS);
        settings.put("request.timeout.ms", BOUND_MILLIS / 2);
        settings.put("linger.ms", 0);
        settings.put("enable.idempotence", false);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            without(allowed, AclOperation.WRITE)
                    .forEach(topic -> refusals.expectRefusal(
                            user + " appends to " + topic,
                            AuthorizationException.class::isInstance,
                            () -> producer.send(new ProducerRecord<>(topic, new byte[] {1}, new byte[] {1}))
                                    .get(2L * BOUND_MILLIS, TimeUnit.MILLISECONDS)));
        }
    }

    private void attemptToRead(String user, Map<String, Set<AclOperation>> allowed) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(user, null)) {
            without(allowed, AclOperation.READ).forEach(topic -> {
                TopicPartition first = new TopicPartition(topic, 0);
                refusals.expectRefusal(user + " reads " + topic, AuthorizationException.class::isInstance, () -> {
                    consumer.assign(List.of(first));
                    consumer.seek(first, 0);
                    consumer.poll(Duration.ofMillis(BOUND_MILLIS));
                });
            });
        }
    }

    private void attemptToDeleteRecords(String user, Admin admin, Map<String, Set<AclOperation>> allowed) {
        without(allowed, AclOperation.DELETE)
                .forEach(topic -> refusals.expectRefusal(
                        user + " deletes records of " + topic,
                        AuthorizationException.class::isInstance,
                        () -> get(admin.deleteRecords(
                                        Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(0)))
                                .all())));
    }

    private void attemptToJoinOtherGroups(String user, List<String> ownPrefixes) {
        for (String group : List.of("user-x", "coupon-issuer", "catalog-x", "payment-x", "gateway-x", "x")) {
            if (ownPrefixes.stream().anyMatch(group::startsWith)) {
                continue;
            }
            try (KafkaConsumer<byte[], byte[]> consumer = consumer(user, group)) {
                TopicPartition partition = new TopicPartition("coupon.requests", 0);
                refusals.expectRefusal(
                        user + " commits offsets of group " + group,
                        AuthorizationException.class::isInstance,
                        () -> consumer.commitSync(Map.of(partition, new OffsetAndMetadata(0))));
            }
        }
    }

    private void attemptAdministration(String user, Admin admin) {
        String topic = "coupon.requests";
        ConfigResource settings = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        AlterConfigOp shorter = new AlterConfigOp(new ConfigEntry("retention.ms", "1"), AlterConfigOp.OpType.SET);
        ScramCredentialInfo scram = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096);
        Map<String, KafkaOperation> operations = Map.of(
                "creates a topic",
                        () -> admin.createTopics(List.of(new NewTopic("unauthorized", 1, (short) 1)))
                                .all(),
                "deletes a topic", () -> admin.deleteTopics(List.of(topic)).all(),
                "alters a topic",
                        () -> admin.incrementalAlterConfigs(Map.of(settings, List.of(shorter)))
                                .all(),
                "deletes ACLs",
                        () -> admin.deleteAcls(List.of(AclBindingFilter.ANY)).all(),
                "changes a password",
                        () -> admin.alterUserScramCredentials(
                                        List.of(new UserScramCredentialUpsertion(user, scram, "mine")))
                                .all());
        operations.forEach((description, operation) -> refusals.expectRefusal(
                user + " " + description,
                refused ->
                        refused instanceof AuthorizationException || refused instanceof TopicDeletionDisabledException,
                () -> get(operation.start())));
    }

    private interface KafkaOperation {
        KafkaFuture<?> start();
    }

    /** Connects with another user's password, with an empty password and without credentials. */
    private void attemptWrongCredentials() {
        for (Row row : table.rows()) {
            String user = row.name("user");
            String otherPassword = kafka.passwords().entrySet().stream()
                    .filter(other -> !other.getKey().equals(user))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseThrow();
            for (String password : List.of(otherPassword, "")) {
                Map<String, String> login = new HashMap<>(Map.copyOf(kafka.passwords()));
                login.put(user, password);
                expectAuthenticationFailure(
                        user + " with another password",
                        new HashMap<>(new PlatformDescription.Kafka(kafka.bootstrapServers(), login).settings(user)));
            }
        }
        Map<String, Object> anonymous = new HashMap<>();
        anonymous.put("bootstrap.servers", kafka.bootstrapServers());
        refusals.expectRefusal("a client without credentials connects", any -> true, () -> connect(anonymous));
    }

    private void expectAuthenticationFailure(String description, Map<String, Object> settings) {
        refusals.expectRefusal(description, AuthenticationException.class::isInstance, () -> connect(settings));
    }

    /** Connects and describes the cluster, because an admin client authenticates with its first request. */
    static void connect(Map<String, Object> settings) throws Exception {
        settings.put("default.api.timeout.ms", BOUND_MILLIS);
        settings.put("request.timeout.ms", BOUND_MILLIS / 2);
        try (Admin admin = Admin.create(settings)) {
            get(admin.describeCluster().nodes());
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer(String user, @Nullable String group) {
        Map<String, Object> settings = settings(user);
        settings.put("default.api.timeout.ms", BOUND_MILLIS);
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "none");
        if (group != null) {
            settings.put("group.id", group);
        }
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Map<String, Object> settings(String user) {
        return new HashMap<>(kafka.settings(user));
    }

    private static List<String> without(Map<String, Set<AclOperation>> allowed, AclOperation operation) {
        return allowed.entrySet().stream()
                .filter(topic -> !topic.getValue().contains(operation))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static <T> T get(KafkaFuture<T> future) throws Exception {
        return future.get(2L * BOUND_MILLIS, TimeUnit.MILLISECONDS);
    }
}
