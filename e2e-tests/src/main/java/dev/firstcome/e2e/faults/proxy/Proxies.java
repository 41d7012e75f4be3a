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
 * TCP proxies in front of the listening ports of a platform, on one shared thread. They keep listening while processes
 * restart, and forward all bytes until an impairment is applied to a link. Direct connections are not affected.
 */
public final class Proxies implements AutoCloseable {
    private static final int CONNECTIONS_MAX = 2_000;

    private final Map<String, ProxyListener> listeners = new LinkedHashMap<>();
    private final ProxyEventLoop loop;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ConnectionIdentification identification;

    private Proxies(ConnectionOwners owners, long seed) {
        this.loop = new ProxyEventLoop(seed);
        this.identification = new ConnectionIdentification(owners, loop);
    }

    /**
     * Opens a listener for every route.
     *
     * @param owners called only while an impairment applies to the link of a single caller
     * @param seed the seed of the jitter
     */
    public static Proxies open(List<Route> routes, ConnectionOwners owners, long seed) {
        return open(routes, owners, seed, CONNECTIONS_MAX);
    }

    /** @param connectionsMax the maximum number of accepted connections per port; more wait in the backlog */
    static Proxies open(List<Route> routes, ConnectionOwners owners, long seed, int connectionsMax) {
        Proxies proxies = new Proxies(owners, seed);
        try {
            for (Route route : routes) {
                ProxyListener listener = new ProxyListener(route, proxies.loop, connectionsMax, proxies.identification);
                proxies.listeners.put(route.name(), listener);
                proxies.loop.execute(listener::open);
            }
            return proxies;
        } catch (RuntimeException e) {
            proxies.close();
            throw e;
        }
    }

    /** Returns the names of all ports with a proxy. */
    public Set<String> ports() {
        return Set.copyOf(listeners.keySet());
    }

    /** Impairs a link. Returns when the impairment is active, also for existing connections. */
    public ActiveImpairment apply(Link link, Impairment impairment) {
        return applyAll(List.of(link), impairment);
    }

    /**
     * Impairs several links at the same moment and heals them together.
     *
     * @return the impairment; its connection count is the minimum over the links
     */
    public ActiveImpairment applyAll(List<Link> links, Impairment impairment) {
        AppliedImpairment applied = new AppliedImpairment(links.stream()
                .map(link -> new ImpairedLink(listener(link.to()), new ActiveRule(link, impairment)))
                .toList());
        Set<Connection> unidentified = new LinkedHashSet<>();
        try {
            loop.execute(() -> applied.links().forEach(impaired -> {
                impaired.listener().add(impaired.rule());
                unidentified.addAll(impaired.listener().unidentified());
            }));
            ProxyEventLoop.await(identification.identify(List.copyOf(unidentified)));
            return applied;
        } catch (RuntimeException e) {
            applied.close();
            throw e;
        }
    }

    /** Returns the number of open connections to this port. */
    public int connections(String port) {
        ProxyListener listener = listener(port);
        int[] count = {0};
        loop.execute(() -> count[0] = listener.connections());
        return count[0];
    }

    /** Returns the CPU time of the proxy thread. */
    public Duration processorTime() {
        return loop.processorTime();
    }

    /** Resets all connections and closes all listeners. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            identification.close();
            loop.execute(() -> listeners.values().forEach(ProxyListener::close));
            loop.close();
        }
    }

    private ProxyListener listener(String port) {
        ProxyListener listener = listeners.get(port);
        if (listener == null) {
            throw new IllegalArgumentException(
                    "Port " + port + " has no proxy; ports with a proxy: " + listeners.keySet());
        }
        return listener;
    }

    /** A rule and the listener that applies it. */
    private record ImpairedLink(ProxyListener listener, ActiveRule rule) {}

    private final class AppliedImpairment implements ActiveImpairment {
        private final List<ImpairedLink> links;

        AppliedImpairment(List<ImpairedLink> links) {
            this.links = links;
        }

        List<ImpairedLink> links() {
            return links;
        }

        @Override
        public long affectedConnections() {
            return links.stream()
                    .mapToLong(impaired -> impaired.rule().affectedConnections())
                    .min()
                    .orElse(0);
        }

        @Override
        public void close() {
            if (!closed.get()) {
                loop.execute(() -> links.forEach(impaired -> impaired.listener().remove(impaired.rule())));
            }
        }

        @Override
        public String toString() {
            return links.stream().map(impaired -> impaired.rule().toString()).collect(Collectors.joining(", "));
        }
    }
}
