package dev.firstcome.local;

import dev.firstcome.local.access.Credentials;
import dev.firstcome.local.access.SystemUsers;
import dev.firstcome.local.cache.CachedProcess;
import dev.firstcome.local.kafka.Broker;
import dev.firstcome.local.kafka.KafkaLogin;
import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.LocalPlatformException;
import dev.firstcome.local.layout.PlatformSettings;
import dev.firstcome.local.layout.Secrets;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.postgres.PostgresShard;
import dev.firstcome.local.postgres.ServiceDatabase;
import dev.firstcome.local.process.ManagedProcess;
import dev.firstcome.local.redis.RedisCluster;
import dev.firstcome.local.service.ProviderProcess;
import dev.firstcome.local.service.ServiceExtras;
import dev.firstcome.local.service.ServiceProcess;
import dev.firstcome.local.service.ServiceProperties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** All processes of one platform, according to its settings. */
final class PlatformProcesses {
    private static final int SHARDS = 2;

    private final Layout layout;
    private final PlatformSettings settings;
    private final Secrets secrets;
    private final Credentials credentials;
    final List<Broker> brokers;
    final List<PostgresShard> shards;
    final List<RedisCluster> clusters;
    final List<ServiceProcess> services;
    final List<ProviderProcess> providers;

    PlatformProcesses(
            Layout layout,
            PlatformSettings settings,
            List<ServiceDefinition> definitions,
            Map<String, ServiceExtras> extras) {
        this.layout = layout;
        this.settings = settings;
        this.secrets = new Secrets(layout.secrets());
        this.credentials = new Credentials(secrets);
        this.brokers = Broker.all(layout, settings, secrets.password("kafka-cluster"), credentials);
        this.shards = IntStream.rangeClosed(1, SHARDS)
                .mapToObj(number -> new PostgresShard(number, layout, settings, secrets, databases()))
                .toList();
        this.clusters = List.of(
                RedisCluster.coupon(layout, settings, credentials), RedisCluster.cache(layout, settings, credentials));
        ServiceProperties properties = properties();
        this.services = definitions.stream()
                .flatMap(definition -> settings.partsOf(definition.name()).stream()
                        .map(part -> new ServiceProcess(
                                part,
                                definition,
                                settings.ports(),
                                new ServiceProcess.Making(
                                        layout,
                                        properties,
                                        settings.serviceFlags(),
                                        extras.getOrDefault(definition.name(), ServiceExtras.NONE)))))
                .toList();
        boolean paid = definitions.stream().anyMatch(service -> service.name().equals(ServiceDefinition.PAYMENT));
        this.providers = paid
                ? List.of(new ProviderProcess(
                        layout,
                        settings.ports(),
                        ServiceProperties.providerSecret(secrets),
                        url(ServiceDefinition.GATEWAY) + "/webhooks/psp"))
                : List.of();
    }

    /** The services, and the payment provider if they take payments. */
    List<ManagedProcess> programs() {
        List<ManagedProcess> programs = new ArrayList<>(services);
        programs.addAll(providers);
        return programs;
    }

    List<ManagedProcess> all() {
        List<ManagedProcess> all = new ArrayList<>(brokers);
        for (PostgresShard shard : shards) {
            all.addAll(shard.servers());
        }
        clusters.forEach(cluster -> all.addAll(cluster.nodes()));
        all.addAll(programs());
        return all;
    }

    /** The processes that start faster with an AOT cache, the slowest first. Brokers share one cache. */
    List<CachedProcess> cached() {
        List<CachedProcess> cached = new ArrayList<>(services);
        cached.add(brokers.getFirst());
        return cached;
    }

    /** Whether caches are built: not for infrastructure alone, which has almost none. */
    boolean cachesWanted() {
        return !services.isEmpty()
                && cached().stream().anyMatch(part -> part.cache().isWanted());
    }

    ManagedProcess require(String name) {
        return all().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow(() -> LocalPlatformException.wrongUse("No part is called " + name + ". The parts: "
                        + String.join(
                                ", ", all().stream().map(ManagedProcess::name).toList())));
    }

    /** The settings of a Kafka client that authenticates as this user. */
    Map<String, String> kafkaLogin(String user) {
        return KafkaLogin.settings(Broker.bootstrapServers(settings), user, credentials.kafka(user));
    }

    /** The login of the administrator at a broker in a container, which has no SCRAM users at first. */
    Map<String, String> plainAdminLogin() {
        return KafkaLogin.plain(
                Broker.bootstrapServers(settings), SystemUsers.ADMIN, credentials.kafka(SystemUsers.ADMIN));
    }

    /** All users of Kafka with their passwords. */
    Map<String, String> kafkaUsers() {
        return credentials.kafkaUsers();
    }

    private List<ServiceDatabase> databases() {
        return ServiceDefinition.ALL.stream()
                .flatMap(service -> ServiceProperties.databaseOf(service, secrets).stream())
                .toList();
    }

    PlatformDescription description() {
        Map<String, String> urls = new LinkedHashMap<>();
        Map<String, PlatformDescription.Database> databases = new LinkedHashMap<>();
        for (ServiceDefinition service : ServiceDefinition.ALL) {
            settings.partsOf(service.name()).forEach(part -> urls.put(part, url(part)));
            ServiceProperties.databaseOf(service, secrets)
                    .ifPresent(found -> databases.put(
                            service.name(),
                            new PlatformDescription.Database(
                                    found.database(),
                                    found.worker().name(),
                                    found.worker().password(),
                                    found.owner().name(),
                                    found.owner().password(),
                                    found.relay().name(),
                                    found.relay().password())));
        }
        return new PlatformDescription(
                url(ServiceDefinition.GATEWAY),
                urls,
                new PlatformDescription.Kafka(Broker.bootstrapServers(settings), credentials.kafkaUsers()),
                new PlatformDescription.Redis(clusters.getFirst().addresses(), credentials.redisUsers()),
                new PlatformDescription.Redis(clusters.getLast().addresses(), credentials.redisUsers()),
                shards.stream().map(PlatformProcesses::describe).toList(),
                databases,
                new PlatformDescription.Operator(
                        ServiceProperties.OPERATOR_EMAIL, ServiceProperties.operatorPassword(secrets)),
                provider(),
                settings.portBase(),
                layout.data().toString());
    }

    private PlatformDescription.Provider provider() {
        ProviderProcess.Secret secret = ServiceProperties.providerSecret(secrets);
        return new PlatformDescription.Provider(url(ProviderProcess.NAME), secret.apiKey(), secret.noticeKey());
    }

    private ServiceProperties properties() {
        List<ServiceProperties.ShardAddress> addresses = shards.stream()
                .map(shard -> new ServiceProperties.ShardAddress(
                        shard.name(), describe(shard).ports(), shard.standbyNames()))
                .toList();
        return new ServiceProperties(
                settings,
                layout,
                new ServiceProperties.Infrastructure(
                        Broker.bootstrapServers(settings),
                        clusters.getFirst().addresses(),
                        clusters.getLast().addresses(),
                        addresses));
    }

    private String url(String service) {
        return "http://127.0.0.1:" + settings.advertised().of(service);
    }

    private static PlatformDescription.Shard describe(PostgresShard shard) {
        return new PlatformDescription.Shard(
                shard.name(), "127.0.0.1", shard.advertisedPort(), shard.advertisedReplicaPorts());
    }
}
