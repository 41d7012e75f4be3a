package dev.firstcome.local;

import dev.firstcome.local.access.Credentials;
import dev.firstcome.local.access.SystemUsers;
import dev.firstcome.local.kafka.KafkaPasswords;
import dev.firstcome.local.layout.Secrets;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.postgres.PostgresShard;
import dev.firstcome.local.postgres.ServiceDatabase;
import dev.firstcome.local.process.ManagedProcesses;
import dev.firstcome.local.redis.RedisCluster;
import dev.firstcome.local.redis.RedisNode;
import dev.firstcome.local.service.ServiceProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Rotates the credentials of one service: its passwords for Kafka, Redis and Postgres, and its keys. The systems get
 * the new credentials before the service, so an interrupted rotation is repeated with the same ones. The former
 * credentials are revoked as soon as the service runs with the new ones.
 */
final class Rotation {
    private final PlatformProcesses platform;
    private final ManagedProcesses parts;
    private final Secrets secrets;
    private final ServiceDefinition service;
    private final Optional<ServiceDatabase> database;

    Rotation(PlatformProcesses platform, ManagedProcesses parts, Secrets secrets, ServiceDefinition service) {
        this.platform = platform;
        this.parts = parts;
        this.secrets = secrets;
        this.service = service;
        this.database = ServiceProperties.databaseOf(service, secrets);
    }

    /** The processes that must run, because they store the passwords. Replicas receive them from their primary. */
    List<String> needed() {
        List<String> needed = new ArrayList<>();
        platform.brokers.forEach(broker -> needed.add(broker.name()));
        if (database.isPresent()) {
            platform.shards.forEach(shard -> needed.add(shard.primary().name()));
        }
        return needed;
    }

    /** Creates the new credentials and stores them. The service must be restarted afterwards. */
    void change() {
        String kafka = Credentials.kafkaSecret(service.name());
        new KafkaPasswords(platform.kafkaLogin(SystemUsers.ADMIN)).change(service.name(), secrets.next(kafka));
        secrets.adopt(kafka);
        if (clusters().findAny().isPresent()) {
            String redis = Credentials.redisSecret(service.name());
            String password = secrets.next(redis);
            clusters().forEach(cluster -> cluster.passwords().add(running(cluster), service.name(), password));
            secrets.adopt(redis);
        }
        database.ifPresent(found -> found.roles().forEach(role -> changeRole(role.name())));
        secrets.serviceKeys().add(service.name());
        if (service.name().equals(ServiceDefinition.COUPON)) {
            secrets.proofKeys().add(); // signatures of the former key remain valid
        }
    }

    /** Revokes the former credentials. The service must run with the new ones. */
    void refuseOld() {
        String password = secrets.password(Credentials.redisSecret(service.name()));
        clusters().forEach(cluster -> cluster.passwords().keepOnly(running(cluster), service.name(), password));
        secrets.serviceKeys().removeOld(service.name());
    }

    private void changeRole(String role) {
        String secret = ServiceProperties.databaseSecret(role);
        String password = secrets.next(secret);
        for (PostgresShard shard : platform.shards) {
            shard.changePassword(role, password);
        }
        secrets.adopt(secret);
    }

    private Stream<RedisCluster> clusters() {
        return platform.clusters.stream().filter(cluster -> cluster.knows(service.name()));
    }

    private List<RedisNode> running(RedisCluster cluster) {
        return cluster.nodes().stream()
                .filter(node -> parts.isRunning(node.name()))
                .toList();
    }
}
