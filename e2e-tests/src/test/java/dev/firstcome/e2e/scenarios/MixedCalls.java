package dev.firstcome.e2e.scenarios;

import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.Pacing;
import dev.firstcome.e2e.load.Shopper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The calls of one user: ordinary ones, mixed at random with HEAD and GET of streams, and with calls that are cancelled. The
 * seed determines their order. Used by one thread.
 */
final class MixedCalls {
    private static final List<String> ORDINARY =
            List.of("/api/users/me", "/api/messages", "/api/coupons", "/api/payments", "/api/products");
    private static final int NO_ANSWER = 0;

    private final URI gateway;
    private final Shopper shopper;
    private final List<String> streams;
    private final Tally tally;
    private final SplittableRandom random;

    MixedCalls(URI gateway, Shopper shopper, List<String> streams, Tally tally, SplittableRandom random) {
        this.gateway = gateway;
        this.shopper = shopper;
        this.streams = streams;
        this.tally = tally;
        this.random = random;
    }

    /** The kinds of calls. */
    enum Kind {
        ORDINARY,
        HEAD,
        STREAM,
        CANCELLED
    }

    /** Counts the calls of all users by kind and status. Thread-safe. */
    static final class Tally {
        private final Map<String, Integer> counts = new ConcurrentSkipListMap<>();

        private void add(Kind kind, int status) {
            counts.merge(kind + " " + status, 1, Integer::sum);
        }

        int count(Kind kind, int status) {
            return counts.getOrDefault(kind + " " + status, 0);
        }

        int count(Kind kind) {
            return counts.entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith(kind + " "))
                    .mapToInt(Map.Entry::getValue)
                    .sum();
        }

        @Override
        public String toString() {
            return counts.toString();
        }
    }

    /** Sends calls until {@link System#nanoTime()} reaches this value. */
    void runUntil(long endNanos) throws InterruptedException {
        while (System.nanoTime() - endNanos < 0) {
            switch (random.nextInt(8)) {
                case 0 -> send(Kind.HEAD, this::sendHead);
                case 1 -> send(Kind.STREAM, this::openStream);
                case 2 -> send(Kind.CANCELLED, this::cancel);
                default ->
                    send(
                            Kind.ORDINARY,
                            () -> shopper.send(Call.get(any(ORDINARY))).status());
            }
            Pacing.pause(Duration.ofMillis(random.nextLong(80, 300)));
        }
    }

    /** A call that returns its status. */
    private interface Exchange {
        int status() throws IOException, InterruptedException;
    }

    private void send(Kind kind, Exchange exchange) throws InterruptedException {
        int status;
        try {
            status = exchange.status();
        } catch (IOException noAnswer) {
            status = NO_ANSWER;
        }
        tally.add(kind, status);
    }

    private int sendHead() throws IOException {
        try (RawExchange exchange = RawExchange.send(gateway, "HEAD", any(streams), shopper.token())) {
            return exchange.readHead().status();
        }
    }

    private int openStream() throws IOException {
        try (RawExchange exchange = RawExchange.send(gateway, "GET", any(streams), shopper.token())) {
            int status = exchange.readHead().status();
            exchange.readUntilSilent(Duration.ofMillis(random.nextLong(1, 600)));
            return status;
        }
    }

    /** Closes or resets the connection before the answer is read. */
    private int cancel() throws IOException, InterruptedException {
        String path = random.nextInt(4) == 0 ? any(streams) : any(ORDINARY);
        try (RawExchange exchange = RawExchange.send(gateway, "GET", path, shopper.token())) {
            Pacing.pause(Duration.ofMillis(random.nextLong(20)));
            if (random.nextBoolean()) {
                exchange.reset();
            }
        }
        return NO_ANSWER;
    }

    private String any(List<String> paths) {
        return paths.get(random.nextInt(paths.size()));
    }
}
