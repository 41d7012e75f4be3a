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

/** The one thread that carries all connections of all gates. */
final class ProxyEventLoop implements AutoCloseable {
    private static final int SCRATCH = 64 * 1024;
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final Selector selector;
    private final Thread thread;
    private final RandomGenerator random;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH);
    private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();
    private final Set<Connection> delayed = new HashSet<>();
    private volatile boolean closed;

    /** Something that waits for its channels. */
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

    /** Does something on the loop's thread, and returns when it is done and channels that it closed are closed. */
    void order(Runnable what) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        submit(() -> {
            try {
                what.run();
                // Only a selection gives a closed channel's descriptor back.
                submit(() -> done.complete(null));
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        await(done);
    }

    /** Does something on the loop's thread soon. */
    void submit(Runnable what) {
        if (closed) {
            throw new IllegalStateException("The proxies are closed");
        }
        orders.add(what);
        selector.wakeup();
    }

    static void await(CompletableFuture<Void> done) {
        try {
            done.get(BOUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The proxies could not do it: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("The proxies did not do it within " + BOUND, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
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

    /** Empty, for the moment. */
    ByteBuffer scratch() {
        return scratch.clear();
    }

    RandomGenerator random() {
        return random;
    }

    long now() {
        return System.nanoTime();
    }

    /** Whether a connection has bytes that wait for their time. */
    void delayed(Connection connection, boolean waits) {
        if (waits) {
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
                obey();
                proceed();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void select() throws IOException {
        long nanos = untilNextDue();
        if (!orders.isEmpty() || nanos <= 0) {
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

    /** What was ordered so far; what that orders in turn comes after the next selection. */
    private void obey() {
        List<Runnable> now = new ArrayList<>();
        for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
            now.add(order);
        }
        now.forEach(Runnable::run);
    }

    private void proceed() {
        long now = now();
        List.copyOf(delayed).stream()
                .filter(connection -> connection.nextDue() != Long.MAX_VALUE && connection.nextDue() - now <= 0)
                .forEach(Connection::proceed);
    }

    Duration processorTime() {
        return Duration.ofNanos(Math.max(0, ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId())));
    }

    /** Ends the thread; nothing may be ordered any more. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            if (!thread.join(BOUND)) {
                throw new IllegalStateException("The thread of the proxies does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
