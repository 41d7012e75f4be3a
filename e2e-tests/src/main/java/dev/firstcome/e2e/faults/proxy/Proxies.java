package dev.firstcome.e2e.faults.proxy;

import dev.firstcome.local.layout.Route;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * A proxy before each listening port of a platform. All share one thread, and stay when parts end and start again. They pass
 * everything on until something is applied to a link; who does not reach a part through them is not concerned.
 */
public final class Proxies implements AutoCloseable {
    private static final int CONNECTIONS = 2_000;

    private final Map<String, ProxyListener> gates = new LinkedHashMap<>();
    private final ProxyEventLoop loop;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ConnectionIdentification identification;

    private Proxies(ConnectionOwners callers, long seed) {
        this.loop = new ProxyEventLoop(seed);
        this.identification = new ConnectionIdentification(callers, loop);
    }

    /**
     * Listens at all routes.
     *
     * @param callers asked only when something is applied to one caller's link
     * @param seed of the jitter
     */
    public static Proxies open(List<Route> routes, ConnectionOwners callers, long seed) {
        return open(routes, callers, seed, CONNECTIONS);
    }

    /** @param connectionsMax at each port at a time; who comes then waits to be accepted */
    static Proxies open(List<Route> routes, ConnectionOwners callers, long seed, int connectionsMax) {
        Proxies proxies = new Proxies(callers, seed);
        try {
            for (Route route : routes) {
                ProxyListener gate = new ProxyListener(route, proxies.loop, connectionsMax, proxies.identification);
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
    public ActiveImpairment apply(Link link, Impairment impairment) {
        return applyAll(List.of(link), impairment);
    }

    /**
     * Breaks several links in the same way at one moment, and heals them together.
     *
     * @return what has met as many connections as the one of them that has met the fewest
     */
    public ActiveImpairment applyAll(List<Link> links, Impairment impairment) {
        InForce applied = new InForce(links.stream()
                .map(link -> new Broken(gate(link.to()), new ActiveRule(link, impairment)))
                .toList());
        Set<Connection> unknown = new LinkedHashSet<>();
        try {
            loop.order(() -> applied.links().forEach(broken -> {
                broken.gate().add(broken.rule());
                unknown.addAll(broken.gate().unknown());
            }));
            ProxyEventLoop.await(identification.of(List.copyOf(unknown)));
            return applied;
        } catch (RuntimeException e) {
            applied.close();
            throw e;
        }
    }

    /** How many connections to this port are open. */
    public int connections(String port) {
        ProxyListener gate = gate(port);
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
            identification.close();
            loop.order(() -> gates.values().forEach(ProxyListener::close));
            loop.close();
        }
    }

    private ProxyListener gate(String port) {
        ProxyListener gate = gates.get(port);
        if (gate == null) {
            throw new IllegalArgumentException("No proxy stands before " + port + "; there are " + gates.keySet());
        }
        return gate;
    }

    /** A rule that a gate has. */
    private record Broken(ProxyListener gate, ActiveRule rule) {}

    private final class InForce implements ActiveImpairment {
        private final List<Broken> links;

        InForce(List<Broken> links) {
            this.links = links;
        }

        List<Broken> links() {
            return links;
        }

        @Override
        public long met() {
            return links.stream().mapToLong(broken -> broken.rule().met()).min().orElse(0);
        }

        @Override
        public void close() {
            if (!closed.get()) {
                loop.order(() -> links.forEach(broken -> broken.gate().remove(broken.rule())));
            }
        }

        @Override
        public String toString() {
            return links.stream().map(broken -> broken.rule().toString()).collect(Collectors.joining(", "));
        }
    }
}
