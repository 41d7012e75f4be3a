package dev.firstcome.e2e.faults.proxy;

import dev.firstcome.local.layout.Route;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A proxy before each listening port of a platform. All share one thread, and stay when parts end and start again. They pass
 * everything on until something is applied to a link; who does not reach a part through them is not concerned.
 */
public final class Proxies implements AutoCloseable {
    private static final int CONNECTIONS = 2_000;

    private final Map<String, Gate> gates = new LinkedHashMap<>();
    private final Callers callers;
    private final Loop loop;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ExecutorService identification =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("callers").factory());

    private Proxies(Callers callers, long seed) {
        this.callers = callers;
        this.loop = new Loop(seed);
    }

    /**
     * Listens at all routes.
     *
     * @param callers asked only when something is applied to one caller's link
     * @param seed of the jitter
     */
    public static Proxies open(List<Route> routes, Callers callers, long seed) {
        return open(routes, callers, seed, CONNECTIONS);
    }

    /** @param connectionsMax at each port at a time; who comes then waits to be accepted */
    static Proxies open(List<Route> routes, Callers callers, long seed, int connectionsMax) {
        Proxies proxies = new Proxies(callers, seed);
        try {
            for (Route route : routes) {
                Gate gate = new Gate(route, proxies.loop, connectionsMax, proxies::identifySoon);
                proxies.gates.put(route.name(), gate);
                proxies.loop.order(gate::open);
            }
            return proxies;
        } catch (RuntimeException e) {
            proxies.close();
            throw e;
        }
    }

    /** The names of all ports that have a proxy. */
    public Set<String> ports() {
        return Set.copyOf(gates.keySet());
    }

    /** Breaks a link; returns when it is broken, also for connections that were there before. */
    public Applied apply(Link link, Impairment impairment) {
        Gate gate = gate(link.to());
        Rule rule = new Rule(link, impairment);
        List<Connection> unknown = new ArrayList<>();
        loop.order(() -> {
            gate.add(rule);
            unknown.addAll(gate.unknown());
        });
        Applied applied = new InForce(gate, rule);
        try {
            Loop.await(identify(gate, unknown));
            return applied;
        } catch (RuntimeException e) {
            applied.close();
            throw e;
        }
    }

    /**
     * Breaks several links in the same way, and heals them together.
     *
     * @return what has met as many connections as the one of them that has met the fewest
     */
    public Applied applyAll(List<Link> links, Impairment impairment) {
        Together together = new Together(new ArrayList<>());
        try {
            links.forEach(link -> together.parts().add(apply(link, impairment)));
            return together;
        } catch (RuntimeException e) {
            together.close();
            throw e;
        }
    }

    /** How many connections to this port are open. */
    public int connections(String port) {
        Gate gate = gate(port);
        int[] count = {0};
        loop.order(() -> count[0] = gate.connections());
        return count[0];
    }

    /** How long the processor was busy with them so far. */
    public Duration processorTime() {
        return loop.processorTime();
    }

    /** Resets all connections and listens no more. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            identification.shutdownNow();
            loop.order(() -> gates.values().forEach(Gate::close));
            loop.close();
        }
    }

    private Gate gate(String port) {
        Gate gate = gates.get(port);
        if (gate == null) {
            throw new IllegalArgumentException("No proxy stands before " + port + "; there are " + gates.keySet());
        }
        return gate;
    }

    private void identifySoon(Gate gate, List<Connection> connections) {
        identify(gate, connections);
    }

    private CompletableFuture<Void> identify(Gate gate, List<Connection> connections) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (connections.isEmpty()) {
            done.complete(null);
            return done;
        }
        try {
            identification.execute(() -> {
                try {
                    Map<InetSocketAddress, String> found = callers.to(gate.port());
                    loop.submit(() -> {
                        connections.forEach(
                                connection -> connection.isFrom(found.getOrDefault(connection.address(), "")));
                        loop.submit(() -> done.complete(null));
                    });
                } catch (RuntimeException e) {
                    done.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            // The proxies are being closed, and with them the connections.
            done.completeExceptionally(e);
        }
        return done;
    }

    private record Together(List<Applied> parts) implements Applied {
        @Override
        public long met() {
            return parts.stream().mapToLong(Applied::met).min().orElse(0);
        }

        @Override
        public void close() {
            parts.forEach(Applied::close);
        }
    }

    /** A rule that a gate has. */
    private final class InForce implements Applied {
        private final Gate gate;
        private final Rule rule;

        InForce(Gate gate, Rule rule) {
            this.gate = gate;
            this.rule = rule;
        }

        @Override
        public long met() {
            return rule.met();
        }

        @Override
        public void close() {
            if (!closed.get()) {
                loop.order(() -> gate.remove(rule));
            }
        }

        @Override
        public String toString() {
            return rule.link() + " " + rule.impairment();
        }
    }
}
