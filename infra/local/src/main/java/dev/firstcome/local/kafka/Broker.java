package dev.firstcome.local.kafka;

import dev.firstcome.local.access.Credentials;
import dev.firstcome.local.access.SystemUsers;
import dev.firstcome.local.cache.AotCache;
import dev.firstcome.local.cache.CachedProcess;
import dev.firstcome.local.cache.JavaProgram;
import dev.firstcome.local.containers.ContainerSpec;
import dev.firstcome.local.layout.FileTree;
import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.PlatformSettings;
import dev.firstcome.local.process.LogCount;
import dev.firstcome.local.process.LogTail;
import dev.firstcome.local.process.PortHolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One Kafka node in KRaft mode, broker and controller in one. */
public final class Broker implements CachedProcess {
    private static final int CLUSTER_ID_BYTES = 16;

    /** Small, because a machine with two cores runs the whole platform. */
    private static final String SIZES = """
            group.initial.rebalance.delay.ms=0
            group.min.session.timeout.ms=6000
            group.coordinator.threads=1
            num.network.threads=2
            num.io.threads=4
            num.recovery.threads.per.data.dir=1
            num.replica.fetchers=1
            background.threads=2
            offsets.topic.num.partitions=4
            transaction.state.log.num.partitions=4
            share.coordinator.state.topic.num.partitions=4
            log.cleaner.threads=1
            log.cleaner.dedupe.buffer.size=8388608
            log.index.size.max.bytes=1048576
            """;

    /** The broker writes and rotates its own log. Its output contains only messages of the JVM. */
    private static final String LOGGING = """
            status=warn
            appender.out.type=RollingFile
            appender.out.name=out
            appender.out.fileName=%1$s
            appender.out.filePattern=%1$s.%%i
            appender.out.layout.type=PatternLayout
            appender.out.layout.pattern=%%d{ISO8601} %%-5p %%c{1} %%m%%n
            appender.out.policies.type=Policies
            appender.out.policies.size.type=SizeBasedTriggeringPolicy
            appender.out.policies.size.size=%2$dMB
            appender.out.strategy.type=DefaultRolloverStrategy
            appender.out.strategy.max=2
            rootLogger.level=warn
            rootLogger.appenderRef.out.ref=out
            logger.server.name=kafka.server
            logger.server.level=info
            logger.refused.name=org.apache.kafka.common.network.Selector
            logger.refused.level=info
            logger.denied.name=kafka.authorizer.logger
            logger.denied.level=info
            logger.config.name=org.apache.kafka.common.config
            logger.config.level=warn
            """;

    private final Layout layout;
    private final PlatformSettings settings;
    private final int node;
    private final String clusterId;
    private final Credentials credentials;

    private Broker(Layout layout, PlatformSettings settings, int node, String clusterId, Credentials credentials) {
        this.layout = layout;
        this.settings = settings;
        this.node = node;
        this.clusterId = clusterId;
        this.credentials = credentials;
    }

    /**
     * All brokers of a platform.
     *
     * @param clusterSecret a secret of this platform, from which the cluster id is derived
     */
    public static List<Broker> all(
            Layout layout, PlatformSettings settings, String clusterSecret, Credentials credentials) {
        String id = clusterIdOf(clusterSecret);
        return IntStream.rangeClosed(1, settings.brokers())
                .mapToObj(node -> new Broker(layout, settings, node, id, credentials))
                .toList();
    }

    public static String bootstrapServers(PlatformSettings settings) {
        return IntStream.rangeClosed(1, settings.brokers())
                .mapToObj(node -> "127.0.0.1:" + settings.advertised().of("kafka-" + node))
                .collect(Collectors.joining(","));
    }

    @Override
    public String name() {
        return "kafka-" + node;
    }

    @Override
    public Stage stage() {
        return Stage.INFRASTRUCTURE;
    }

    @Override
    public List<Integer> ports() {
        return List.of(settings.ports().of(name()), controllerPort(node));
    }

    @Override
    public void prepare() {
        FileTree.writePrivate(layout.configuration(name() + ".properties"), properties());
        FileTree.writePrivate(
                layout.configuration(name() + "-log4j2.properties"),
                LOGGING.formatted(layout.log(name()), LogTail.ROTATED_ABOVE_MIB));
    }

    @Override
    public List<String> command() {
        return built().command(with(cache().use()), List.of(), arguments());
    }

    @Override
    public AotCache cache() {
        return new AotCache(built(), layout.programs());
    }

    @Override
    public List<String> training(Path output) {
        return built().command(with(AotCache.make(output)), List.of(), arguments());
    }

    /** One cache serves all brokers. */
    private JavaProgram built() {
        return new JavaProgram(
                "kafka",
                List.of(
                        "-Xms128m",
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-XX:+UseCompactObjectHeaders",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:ReservedCodeCacheSize=64m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow"),
                layout.root().jars("infra/local"),
                BrokerNode.class.getName());
    }

    private List<String> with(List<String> cache) {
        List<String> more = new ArrayList<>(cache);
        more.add("-Dlog4j2.configurationFile=" + layout.configuration(name() + "-log4j2.properties"));
        more.add("-Dlog4j2.disableJmx=true");
        return more;
    }

    private List<String> arguments() {
        return List.of(layout.configuration(name() + ".properties").toString());
    }

    @Override
    public Map<String, String> environment() {
        // An arena per thread would take more memory than the small heap saves.
        return Map.of("MALLOC_ARENA_MAX", "2");
    }

    @Override
    public Path workingDirectory() {
        return layout.part(name());
    }

    @Override
    public boolean isReady() {
        return PortHolder.isOpen(port());
    }

    /** The broker logs each refusal. */
    @Override
    public long refused(Path log) {
        return LogCount.of(log, List.of("Failed authentication with", "is Denied operation"));
    }

    private int controllerPort(int of) {
        return settings.ports().of(controller(of));
    }

    private static String controller(int node) {
        return "kafka-" + node + "-controller";
    }

    private String properties() {
        String voters = IntStream.rangeClosed(1, settings.brokers())
                .mapToObj(voter -> voter + "@127.0.0.1:" + settings.advertised().of(controller(voter)))
                .collect(Collectors.joining(","));
        return addresses(voters) + access() + copies() + SIZES;
    }

    /** Returns this broker as a container of the official image, whose users must be created after its start. */
    public ContainerSpec container() {
        return new BrokerContainer(name(), port(), controllerPort(node), clusterId).of(properties(), credentials);
    }

    /** Listening and advertised addresses are separate, so that a proxy can be added. */
    private String addresses(String voters) {
        return """
            process.roles=broker,controller
            node.id=%d
            listeners=CLIENT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d
            advertised.listeners=CLIENT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d
            listener.security.protocol.map=CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT
            inter.broker.listener.name=CLIENT
            controller.listener.names=CONTROLLER
            controller.quorum.voters=%s
            log.dirs=%s
            firstcome.cluster.id=%s
            """.formatted(
                        node,
                        port(),
                        controllerPort(node),
                        settings.advertised().of(name()),
                        settings.advertised().of(controller(node)),
                        voters,
                        layout.part(name()),
                        clusterId);
    }

    /**
     * Requires authentication and a permission for each operation. Controllers authenticate each other by a password in
     * their settings, because they store the passwords of all other users.
     */
    private String access() {
        String broker = credentials.kafka(SystemUsers.BROKER);
        String fixed = """
            listener.name.client.sasl.enabled.mechanisms=%1$s
            listener.name.client.scram-sha-256.sasl.jaas.config=%2$s
            sasl.mechanism.inter.broker.protocol=%1$s
            listener.name.controller.sasl.enabled.mechanisms=PLAIN
            listener.name.controller.plain.sasl.jaas.config=%3$s
            sasl.mechanism.controller.protocol=PLAIN
            authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
            super.users=User:%4$s;User:%5$s
            allow.everyone.if.no.acl.found=false
            delete.topic.enable=false
            """.formatted(
                        KafkaLogin.MECHANISM,
                        KafkaLogin.jaas(SystemUsers.BROKER, broker),
                        KafkaLogin.plainJaas(SystemUsers.BROKER, broker, Map.of(SystemUsers.BROKER, broker)),
                        SystemUsers.BROKER,
                        SystemUsers.ADMIN);
        return fixed
                + credentials.kafkaUsers().entrySet().stream()
                        .map(user -> BrokerNode.USER + user.getKey() + "=" + user.getValue() + "\n")
                        .sorted()
                        .collect(Collectors.joining());
    }

    private String copies() {
        int copies = settings.brokers();
        return """
            default.replication.factor=%1$d
            offsets.topic.replication.factor=%1$d
            transaction.state.log.replication.factor=%1$d
            share.coordinator.state.topic.replication.factor=%1$d
            min.insync.replicas=%2$d
            transaction.state.log.min.isr=%2$d
            share.coordinator.state.topic.min.isr=%2$d
            unclean.leader.election.enable=false
            auto.create.topics.enable=false
            """.formatted(copies, copies > 1 ? 2 : 1);
    }

    private static String clusterIdOf(String secret) {
        byte[] bytes = Arrays.copyOf(secret.getBytes(StandardCharsets.UTF_8), CLUSTER_ID_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
