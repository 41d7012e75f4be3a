package dev.firstcome.e2e.faults.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/** The event loop: one thread that serves all connections of all listeners. */
final class ProxyEventLoop implements AutoCloseable {
    private static final int SCRATCH = 64 * 1024;
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final Selector selector;
    private final Thread thread;
    private final RandomGenerator random;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH);
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Set<Connection> delayed = new HashSet<>();
    private volatile boolean closed;

    /** Handles the events of registered channels. */
    interface Handler {
        void ready(SelectionKey key);
    }

    ProxyEventLoop(long seed) {
        random = new SplittableRandom(seed);
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = Thread.ofPlatform().name("fault proxies").daemon().start(this::run);
    }

    /** Runs a task on the loop thread. Returns after it is complete and the channels it closed are released. */
    void execute(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        submit(() -> {
            try {
                task.run();
                // Only the next selection releases the descriptor of a closed channel.
                submit(() -> done.complete(null));
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        await(done);
    }

    /** Schedules a task on the loop thread. */
    void submit(Runnable task) {
        if (closed) {
            throw new IllegalStateException("The proxies are closed");
        }
        tasks.add(task);
        selector.wakeup();
    }

    static void await(CompletableFuture<Void> done) {
        try {
            done.get(BOUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The proxy task failed: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("The proxy task did not complete within " + BOUND, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a proxy task", e);
        }
    }

    SelectionKey register(SelectableChannel channel, int interest, Handler handler) throws IOException {
        return channel.register(selector, interest, handler);
    }

    void interest(SelectableChannel channel, int interest) {
        SelectionKey key = channel.keyFor(selector);
        if (key != null && key.isValid()) {
            key.interestOps(interest);
        }
    }

    /** Returns the shared read buffer, cleared. Its content is valid until the next call. */
    ByteBuffer scratch() {
        return scratch.clear();
    }

    RandomGenerator random() {
        return random;
    }

    long now() {
        return System.nanoTime();
    }

    /** Adds or removes a connection with delayed bytes. */
    void setDelayed(Connection connection, boolean hasDelayedBytes) {
        if (hasDelayedBytes) {
            delayed.add(connection);
        } else {
            delayed.remove(connection);
        }
    }

    static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close " + channel, e);
        }
    }

    private void run() {
        try (selector) {
            while (!closed) {
                select();
                runTasks();
                flushDue();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void select() throws IOException {
        long nanos = untilNextDue();
        if (!tasks.isEmpty() || nanos <= 0) {
            selector.selectNow(this::handle);
        } else if (nanos == Long.MAX_VALUE) {
            selector.select(this::handle);
        } else {
            selector.select(this::handle, Math.max(1, nanos / 1_000_000));
        }
    }

    private void handle(SelectionKey key) {
        if (key.isValid() && key.attachment() instanceof Handler handler) {
            handler.ready(key);
        }
    }

    private long untilNextDue() {
        long now = now();
        long least = Long.MAX_VALUE;
        for (Connection connection : delayed) {
            long due = connection.nextDue();
            least = due == Long.MAX_VALUE ? least : Math.min(least, due - now);
        }
        return least;
    }

    /** Runs the tasks queued so far. Tasks that they submit run after the next selection. */
    private void runTasks() {
        List<Runnable> batch = new ArrayList<>();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            batch.add(task);
        }
        batch.forEach(Runnable::run);
    }

    private void flushDue() {
        long now = now();
        List.copyOf(delayed).stream()
                .filter(connection -> connection.nextDue() != Long.MAX_VALUE && connection.nextDue() - now <= 0)
                .forEach(Connection::proceed);
    }

    Duration processorTime() {
        return Duration.ofNanos(Math.max(0, ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId())));
    }

    /** Stops the thread. Later tasks are rejected. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            if (!thread.join(BOUND)) {
                throw new IllegalStateException("The proxy thread did not stop within " + BOUND);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
