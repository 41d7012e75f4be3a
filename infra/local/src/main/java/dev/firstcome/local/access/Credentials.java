package dev.firstcome.local.access;

import dev.firstcome.local.layout.Secrets;
import dev.firstcome.local.layout.ServiceDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The passwords of all users of Kafka and of Redis, made at the first start; each system has its own. */
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

    /** All users of Kafka with their passwords, as they are kept now. */
    public Map<String, String> kafkaUsers() {
        return users(SystemUsers.BROKER).stream().collect(Collectors.toMap(Function.identity(), this::kafka));
    }

    /** All users of Redis with their passwords, as they are kept now. */
    public Map<String, String> redisUsers() {
        return users(SystemUsers.REPLICATOR).stream().collect(Collectors.toMap(Function.identity(), this::redis));
    }

    /** The name of the secret that is a user's password for Kafka. */
    public static String kafkaSecret(String user) {
        return "kafka-" + user;
    }

    /** The name of the secret that is a user's password for Redis. */
    public static String redisSecret(String user) {
        return "redis-" + user;
    }

    private static List<String> users(String ofTheServers) {
        List<String> users = new ArrayList<>(List.of(SystemUsers.ADMIN, SystemUsers.AUDITOR, ofTheServers));
        ServiceDefinition.ALL.forEach(service -> users.add(service.name()));
        return users;
    }
}
