package dev.firstcome.e2e.hostile;

import dev.firstcome.e2e.access.AccessTokenForge;
import dev.firstcome.e2e.load.LoopbackAddresses;
import dev.firstcome.e2e.openapi.ApiOperation;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Sends the hostile calls of all operations, with one worker per user. Every run sends the same calls. */
public final class HostileRun {
    private static final Duration BOUND = Duration.ofMinutes(5);
    /** Above the addresses of the users who are signed up. */
    private static final int FIRST_ADDRESS = 10_000;

    /** Of the unusual methods, headers and media types, one in this many is sent to each operation. */
    private static final int PROTOCOL_SHARE = Integer.getInteger("firstcome.protocol-share", 1);

    private final InetSocketAddress gateway;
    private final AccessTokenForge forge;
    private final String expiredToken;
    private final RunTally tally = new RunTally();

    /** @param secrets the platform's secrets directory */
    public HostileRun(URI gateway, Path secrets) {
        this.gateway = new InetSocketAddress(gateway.getHost(), gateway.getPort());
        this.forge = new AccessTokenForge(secrets);
        this.expiredToken = forge.operator(UUID.randomUUID(), Instant.now().minus(Duration.ofHours(1)));
    }

    /**
     * A user of the run.
     *
     * @param token the user's access token
     */
    public record User(String token, ValidRequests requests) {}

    /** Sends all calls and returns what was sent and received. */
    public RunTally sendAll(List<ApiOperation> operations, List<User> users) throws Exception {
        Queue<ApiOperation> queue = new ConcurrentLinkedQueue<>(operations.stream()
                .sorted(Comparator.comparingInt(HostileRun::size).reversed())
                .toList());
        long end = System.nanoTime() + BOUND.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> workers = new ArrayList<>();
            workers.add(threads.submit(() -> ConnectionCalls.sendAll(gateway, tally)));
            for (int i = 0; i < users.size(); i++) {
                int number = i;
                workers.add(threads.submit(() -> {
                    work(queue, number, users.get(number));
                    return null;
                }));
            }
            try {
                for (Future<?> worker : workers) {
                    worker.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                }
            } finally {
                threads.shutdownNow();
            }
        }
        return tally;
    }

    private void work(Queue<ApiOperation> queue, int number, User user) throws InterruptedException {
        CallerTokens tokens = new CallerTokens(forge, user.token());
        try (HostileWorker worker =
                new HostileWorker(gateway, LoopbackAddresses.ofUser(FIRST_ADDRESS + number), tokens, tally)) {
            for (ApiOperation operation = queue.poll(); operation != null; operation = queue.poll()) {
                List<HostileCall> calls =
                        HostileCalls.of(operation, user.requests().of(operation), expiredToken);
                for (int i = 0; i < calls.size(); i++) {
                    if (isSent(calls.get(i), i)) {
                        worker.send(calls.get(i));
                    }
                }
            }
        }
    }

    /** The same calls in every run; each unusual value reaches some operations, and each operation gets some of them. */
    private static boolean isSent(HostileCall call, int index) {
        return call.kind() == HostileCall.Kind.OPERATION
                || Math.floorMod(call.operation().toString().hashCode() + index, PROTOCOL_SHARE) == 0;
    }

    /** Long operations first, so that all workers end at about the same time. */
    private static int size(ApiOperation operation) {
        return operation.parameters().size()
                + operation.bodySchema().properties().size();
    }
}
