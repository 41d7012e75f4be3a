package dev.firstcome.local.kafka;

import java.util.HashMap;
import java.util.Map;

/** How a client of the brokers says who it is: SASL with SCRAM, so that no password crosses a connection. */
public final class KafkaLogin {
    static final String MECHANISM = "SCRAM-SHA-256";
    static final String PROTOCOL = "SASL_PLAINTEXT";

    private KafkaLogin() {}

    /** A client's settings that say where the brokers are and as whom it comes. */
    public static Map<String, String> settings(String bootstrapServers, String user, String password) {
        Map<String, String> settings = new HashMap<>(security(user, password));
        settings.put("bootstrap.servers", bootstrapServers);
        return Map.copyOf(settings);
    }

    /** The part of a client's settings that says as whom it comes. */
    public static Map<String, String> security(String user, String password) {
        return Map.of(
                "security.protocol", PROTOCOL,
                "sasl.mechanism", MECHANISM,
                "sasl.jaas.config", jaas(user, password));
    }

    static String jaas(String user, String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                .formatted(user, password);
    }
}
