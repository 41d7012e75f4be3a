package dev.firstcome.local.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The login of a Kafka client: SASL with SCRAM, so that no connection carries a password. */
public final class KafkaLogin {
    static final String MECHANISM = "SCRAM-SHA-256";
    static final String PLAIN = "PLAIN";
    static final String PROTOCOL = "SASL_PLAINTEXT";

    private KafkaLogin() {}

    /** Returns the settings of a client: the addresses of the brokers and its login. */
    public static Map<String, String> settings(String bootstrapServers, String user, String password) {
        Map<String, String> settings = new HashMap<>(security(user, password));
        settings.put("bootstrap.servers", bootstrapServers);
        return Map.copyOf(settings);
    }

    /** Returns the settings of a client's login. */
    public static Map<String, String> security(String user, String password) {
        return Map.of(
                "security.protocol", PROTOCOL,
                "sasl.mechanism", MECHANISM,
                "sasl.jaas.config", jaas(user, password));
    }

    /**
     * Returns the settings of a client that logs in with PLAIN. Only a broker in a container accepts it, because its
     * image creates no SCRAM users.
     */
    public static Map<String, String> plain(String bootstrapServers, String user, String password) {
        return Map.of(
                "bootstrap.servers", bootstrapServers,
                "security.protocol", PROTOCOL,
                "sasl.mechanism", PLAIN,
                "sasl.jaas.config", plainJaas(user, password, Map.of()));
    }

    /**
     * Returns the configuration of the login module for PLAIN.
     *
     * @param accepted the users whom a server accepts, with their passwords; none for a client
     */
    static String plainJaas(String user, String password, Map<String, String> accepted) {
        String known = accepted.entrySet().stream()
                .map(entry -> " user_%s=\"%s\"".formatted(entry.getKey(), entry.getValue()))
                .sorted()
                .collect(Collectors.joining());
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\"%s;"
                .formatted(user, password, known);
    }

    static String jaas(String user, String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                .formatted(user, password);
    }
}
