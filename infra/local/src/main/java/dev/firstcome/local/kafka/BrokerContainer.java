package dev.firstcome.local.kafka;

import dev.firstcome.local.access.Credentials;
import dev.firstcome.local.access.SystemUsers;
import dev.firstcome.local.containers.ContainerImage;
import dev.firstcome.local.containers.ContainerSpec;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The settings of a broker as variables of the image {@code apache/kafka}. The image formats its storage without SCRAM
 * users, so the client listener also accepts PLAIN, from the administrator and the broker itself.
 *
 * @param port of the client listener
 * @param controllerPort of the controller listener, which is reachable inside the container only
 */
record BrokerContainer(String name, int port, int controllerPort, String clusterId) {
    private static final String DATA = "/var/lib/kafka/data";

    /** @param properties the settings of the same broker as a process */
    ContainerSpec of(String properties, Credentials credentials) {
        Map<String, String> environment = new TreeMap<>();
        settings(properties, credentials).forEach((name, value) -> environment.put(variable(name), value));
        environment.put("CLUSTER_ID", clusterId);
        environment.put("KAFKA_HEAP_OPTS", "-Xms128m -Xmx384m");
        environment.put("KAFKA_JVM_PERFORMANCE_OPTS", "-XX:+UseSerialGC");
        return new ContainerSpec(
                name,
                ContainerImage.KAFKA,
                environment,
                List.of(),
                Map.of(),
                new ContainerSpec.Network.Published(List.of(port)));
    }

    private Map<String, String> settings(String properties, Credentials credentials) {
        Map<String, String> settings = parse(properties);
        settings.keySet().removeIf(name -> name.startsWith(BrokerNode.PREFIX));
        settings.put("listeners", "CLIENT://:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("log.dirs", DATA);
        settings.put("sasl.mechanism.inter.broker.protocol", KafkaLogin.PLAIN);
        settings.put("listener.name.client.sasl.enabled.mechanisms", KafkaLogin.MECHANISM + "," + KafkaLogin.PLAIN);
        String password = credentials.kafka(SystemUsers.BROKER);
        settings.put(
                "listener.name.client.plain.sasl.jaas.config",
                KafkaLogin.plainJaas(
                        SystemUsers.BROKER,
                        password,
                        Map.of(SystemUsers.BROKER, password, SystemUsers.ADMIN, credentials.kafka(SystemUsers.ADMIN))));
        return settings;
    }

    /** Returns the variable from which the image makes this setting. */
    static String variable(String setting) {
        return "KAFKA_"
                + setting.replace("_", "__")
                        .replace("-", "___")
                        .replace('.', '_')
                        .toUpperCase(Locale.ROOT);
    }

    private static Map<String, String> parse(String properties) {
        Properties parsed = new Properties();
        try {
            parsed.load(new StringReader(properties));
        } catch (IOException e) {
            throw new UncheckedIOException("A string cannot be read", e);
        }
        Map<String, String> settings = new TreeMap<>();
        parsed.stringPropertyNames().forEach(name -> settings.put(name, parsed.getProperty(name, "")));
        return settings;
    }
}
