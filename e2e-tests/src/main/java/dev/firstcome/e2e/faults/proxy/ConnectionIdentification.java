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
 * Finds out who has connected. One look at the machine costs the same for one connection as for many, so all that wait are
 * looked up together: who is held for it must not wait for as many looks as there are others.
 */
final class ConnectionIdentification implements AutoCloseable {
    private final ConnectionOwners callers;
    private final ProxyEventLoop loop;
    private final Queue<Question> waiting = new ConcurrentLinkedQueue<>();
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("callers").factory());

    ConnectionIdentification(ConnectionOwners callers, ProxyEventLoop loop) {
        this.callers = callers;
        this.loop = loop;
    }

    private record Question(List<Connection> connections, CompletableFuture<Void> answered) {}

    /** Is done when each of the connections is treated as its caller's, or nobody's if that is no part of the platform. */
    CompletableFuture<Void> of(List<Connection> connections) {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        if (connections.isEmpty()) {
            answered.complete(null);
            return answered;
        }
        waiting.add(new Question(connections, answered));
        try {
            thread.execute(this::look);
        } catch (RejectedExecutionException e) {
            // The proxies are being closed, and with them the connections.
            answered.completeExceptionally(e);
        }
        return answered;
    }

    private void look() {
        List<Question> questions = new ArrayList<>();
        for (Question question = waiting.poll(); question != null; question = waiting.poll()) {
            questions.add(question);
        }
        if (questions.isEmpty()) {
            return;
        }
        List<Connection> connections =
                questions.stream().flatMap(one -> one.connections().stream()).toList();
        try {
            Map<Integer, Map<InetSocketAddress, String>> found =
                    callers.to(connections.stream().map(Connection::port).collect(Collectors.toSet()));
            loop.submit(() -> {
                connections.forEach(connection -> connection.isFrom(
                        found.getOrDefault(connection.port(), Map.of()).getOrDefault(connection.address(), "")));
                loop.submit(() -> questions.forEach(one -> one.answered().complete(null)));
            });
        } catch (RuntimeException e) {
            questions.forEach(one -> one.answered().completeExceptionally(e));
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
