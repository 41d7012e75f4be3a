package dev.firstcome.e2e.faults.proxy;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;

/**
 * Identifies the calling processes of connections. One lookup costs the same for one connection as for many, so each
 * lookup serves all pending requests. The delay of a blocked connection does not grow with their number.
 */
final class ConnectionIdentification implements AutoCloseable {
    private final ConnectionOwners owners;
    private final ProxyEventLoop loop;
    private final Queue<Request> pending = new ConcurrentLinkedQueue<>();
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("callers").factory());

    ConnectionIdentification(ConnectionOwners owners, ProxyEventLoop loop) {
        this.owners = owners;
        this.loop = loop;
    }

    private record Request(List<Connection> connections, CompletableFuture<Void> completion) {}

    /** Identifies the connections. A caller that is not a process of the platform gets an empty name. */
    CompletableFuture<Void> identify(List<Connection> connections) {
        CompletableFuture<Void> completion = new CompletableFuture<>();
        if (connections.isEmpty()) {
            completion.complete(null);
            return completion;
        }
        pending.add(new Request(connections, completion));
        try {
            thread.execute(this::lookUp);
        } catch (RejectedExecutionException e) {
            // The proxies are being closed, and the connections with them.
            completion.completeExceptionally(e);
        }
        return completion;
    }

    private void lookUp() {
        List<Request> requests = new ArrayList<>();
        for (Request request = pending.poll(); request != null; request = pending.poll()) {
            requests.add(request);
        }
        if (requests.isEmpty()) {
            return;
        }
        List<Connection> connections =
                requests.stream().flatMap(one -> one.connections().stream()).toList();
        try {
            Map<Integer, Map<InetSocketAddress, String>> found =
                    owners.ownersOf(connections.stream().map(Connection::port).collect(Collectors.toSet()));
            loop.submit(() -> {
                connections.forEach(connection -> connection.identify(
                        found.getOrDefault(connection.port(), Map.of()).getOrDefault(connection.address(), "")));
                loop.submit(() -> requests.forEach(one -> one.completion().complete(null)));
            });
        } catch (RuntimeException e) {
            requests.forEach(one -> one.completion().completeExceptionally(e));
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
