package dev.firstcome.local.access;

import dev.firstcome.local.layout.Secrets;
import dev.firstcome.local.layout.ServiceDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The passwords of all users of Kafka and Redis, generated at the first start. A user has one password per system. */
public final class Credentials {
    private final Secrets secrets;

    public Credentials(Secrets secrets) {
        this.secrets = secrets;
    }

    public String kafka(String user) {
        return secrets.password(kafkaSecret(user));
    }

    public String redis(String user) {
        return secrets.password(redisSecret(user));
    }

    /** All users of Kafka with their current passwords. */
    public Map<String, String> kafkaUsers() {
        return users(SystemUsers.BROKER).stream().collect(Collectors.toMap(Function.identity(), this::kafka));
    }

    /** All users of Redis with their current passwords. */
    public Map<String, String> redisUsers() {
        return users(SystemUsers.REPLICATOR).stream().collect(Collectors.toMap(Function.identity(), this::redis));
    }

    /** The name of the secret with a user's password for Kafka. */
    public static String kafkaSecret(String user) {
        return "kafka-" + user;
    }

    /** The name of the secret with a user's password for Redis. */
    public static String redisSecret(String user) {
        return "redis-" + user;
    }

    private static List<String> users(String ofTheServers) {
        List<String> users = new ArrayList<>(List.of(SystemUsers.ADMIN, SystemUsers.AUDITOR, ofTheServers));
        ServiceDefinition.ALL.forEach(service -> users.add(service.name()));
        return users;
    }
}
