package dev.firstcome.local;

import dev.firstcome.local.access.SystemUsers;
import dev.firstcome.local.kafka.Broker;
import dev.firstcome.local.kafka.KafkaSetup;
import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.LocalPlatformException;
import dev.firstcome.local.layout.PlatformSettings;
import dev.firstcome.local.postgres.PostgresBinaries;
import dev.firstcome.local.postgres.PostgresServer;
import dev.firstcome.local.postgres.PostgresShard;
import dev.firstcome.local.process.ManagedProcess;
import dev.firstcome.local.process.ManagedProcesses;
import dev.firstcome.local.redis.RedisBinary;
import dev.firstcome.local.redis.RedisCluster;
import dev.firstcome.local.redis.RedisNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Starts the missing processes of a platform, concurrently if they do not depend on each other. */
final class Startup {
    private final Layout layout;
    private final PlatformSettings settings;
    private final PlatformProcesses platform;
    private final ManagedProcesses parts;
    private final Progress progress;
    private final Map<String, Long> startedNanos = new ConcurrentHashMap<>();

    Startup(
            Layout layout,
            PlatformSettings settings,
            PlatformProcesses platform,
            ManagedProcesses parts,
            Progress progress) {
        this.layout = layout;
        this.settings = settings;
        this.platform = platform;
        this.parts = parts;
        this.progress = progress;
    }

    /** Returns when all processes are ready. On the first failure, stops the started processes and throws it. */
    void run() {
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        try {
            CompletableFuture<Void> failed = new CompletableFuture<>();
            // A service needs Kafka only after it has loaded its classes. Kafka is ready by then.
            CompletableFuture<Void> kafka =
                    all(List.of(CompletableFuture.runAsync(this::startKafka, executor)), failed);
            CompletableFuture<Void> services =
                    all(stores(executor), failed).thenCompose(done -> all(services(executor), failed));
            CompletableFuture.anyOf(CompletableFuture.allOf(kafka, services), failed)
                    .join();
        } catch (CompletionException e) {
            parts.refuseStarts();
            endWhatWasStarted();
            throw e.getCause() instanceof LocalPlatformException known
                    ? known
                    : LocalPlatformException.failed("The platform did not start: " + e.getCause(), e);
        } finally {
            executor.shutdownNow();
        }
    }

    private static CompletableFuture<Void> all(List<CompletableFuture<Void>> steps, CompletableFuture<Void> failed) {
        // The first failure is reported immediately, not after the slowest process is ready.
        return CompletableFuture.allOf(steps.stream()
                .map(step -> step.whenComplete((done, failure) -> {
                    if (failure != null) {
                        failed.completeExceptionally(
                                failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
                    }
                }))
                .toArray(CompletableFuture[]::new));
    }

    private List<CompletableFuture<Void>> stores(ExecutorService executor) {
        List<CompletableFuture<Void>> steps = new ArrayList<>();
        CompletableFuture<Void> redis = CompletableFuture.runAsync(() -> RedisBinary.unpack(layout), executor);
        platform.clusters.forEach(cluster -> steps.add(redis.thenRunAsync(() -> start(cluster), executor)));
        PostgresBinaries binaries = new PostgresBinaries(layout);
        CompletableFuture<Void> postgres = CompletableFuture.runAsync(binaries::unpack, executor);
        platform.shards.forEach(shard -> steps.add(postgres.thenRunAsync(() -> start(shard), executor)));
        return steps;
    }

    private List<CompletableFuture<Void>> services(ExecutorService executor) {
        return platform.programs().stream()
                .map(service -> CompletableFuture.runAsync(
                        () -> {
                            if (begin(service)) {
                                parts.start(service);
                                ready(service);
                            }
                        },
                        executor))
                .toList();
    }

    private void startKafka() {
        List<Broker> missing = platform.brokers.stream().filter(this::begin).toList();
        missing.forEach(parts::launch);
        missing.forEach(parts::awaitReady);
        missing.forEach(broker -> progress.doing(broker.name(), "rights and topics"));
        new KafkaSetup(platform.kafkaLogin(SystemUsers.ADMIN), settings.brokers()).run();
        missing.forEach(this::ready);
    }

    private void start(RedisCluster cluster) {
        List<RedisNode> missing = cluster.nodes().stream().filter(this::begin).toList();
        if (missing.size() == cluster.nodes().size()) {
            cluster.prepare();
        }
        missing.forEach(parts::launch);
        missing.forEach(parts::awaitReady);
        missing.forEach(node -> progress.doing(node.name(), "joining"));
        cluster.awaitLinked();
        missing.forEach(this::ready);
    }

    private void start(PostgresShard shard) {
        PostgresServer primary = shard.primary();
        if (begin(primary)) {
            shard.prepare();
            parts.start(primary);
            progress.doing(primary.name(), "databases");
            shard.setUp();
            ready(primary);
        }
        Optional<PostgresServer> replica = shard.replica();
        if (replica.isPresent() && begin(replica.get())) {
            parts.start(replica.get());
            progress.doing(replica.get().name(), "streaming");
            shard.awaitStreaming();
            ready(replica.get());
        }
    }

    /** Whether the process must be started. */
    private boolean begin(ManagedProcess part) {
        if (parts.isRunning(part.name())) {
            progress.running(part.name());
            return false;
        }
        startedNanos.put(part.name(), System.nanoTime());
        progress.doing(part.name(), "starting");
        return true;
    }

    private void ready(ManagedProcess part) {
        long began = startedNanos.getOrDefault(part.name(), System.nanoTime());
        progress.ready(part.name(), Duration.ofNanos(System.nanoTime() - began));
    }

    private void endWhatWasStarted() {
        parts.stop(parts.running().stream()
                .filter(part -> startedNanos.containsKey(part.name()))
                .toList());
    }
}
