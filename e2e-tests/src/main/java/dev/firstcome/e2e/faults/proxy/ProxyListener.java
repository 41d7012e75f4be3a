package dev.firstcome.e2e.faults.proxy;

import dev.firstcome.local.layout.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One port that stands for a part's: who connects here is connected there. Takes a bounded number at a time; who comes then
 * waits to be accepted. Used by the loop's thread only.
 */
final class ProxyListener implements ProxyEventLoop.Handler {
    /** Small, so that little is under way and a slow reader is felt by the writer soon. */
    static final int SOCKET_BUFFER = 256 * 1024;

    private static final int BACKLOG = 512;

    private final InetSocketAddress door;
    private final InetSocketAddress target;
    private final ProxyEventLoop loop;
    private final int connectionsMax;
    private final ConnectionIdentification identification;
    private final Set<Connection> connections = new HashSet<>();
    private final List<ActiveRule> rules = new ArrayList<>();
    private @Nullable ServerSocketChannel server;

    /** @param identification is asked to name the callers of connections, where a rule depends on it */
    ProxyListener(Route route, ProxyEventLoop loop, int connectionsMax, ConnectionIdentification identification) {
        this.door = new InetSocketAddress(InetAddress.getLoopbackAddress(), route.port());
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), route.target());
        this.loop = loop;
        this.connectionsMax = connectionsMax;
        this.identification = identification;
    }

    int port() {
        return door.getPort();
    }

    InetSocketAddress target() {
        return target;
    }

    int connections() {
        return connections.size();
    }

    void add(ActiveRule rule) {
        rules.add(rule);
        adapt();
    }

    void remove(ActiveRule rule) {
        if (rules.remove(rule)) {
            adapt();
        }
    }

    boolean asksWho() {
        return rules.stream().anyMatch(rule -> !rule.link().fromAnyone());
    }

    List<ActiveRule> rulesFor(String caller) {
        return rules.stream().filter(rule -> rule.concerns(caller)).toList();
    }

    /** Those whose callers must be known for a rule, and are not. */
    List<Connection> unknown() {
        return asksWho()
                ? connections.stream()
                        .filter(connection -> !connection.isKnown())
                        .toList()
                : List.of();
    }

    private void adapt() {
        List.copyOf(connections).forEach(Connection::adapt);
        boolean refuses = rules.stream()
                .anyMatch(rule -> rule.link().fromAnyone() && rule.impairment() instanceof Impairment.Cut);
        if (refuses) {
            shut();
        } else {
            open();
        }
    }

    /** Listens, unless it does. */
    void open() {
        if (server != null) {
            return;
        }
        try {
            ServerSocketChannel fresh = ServerSocketChannel.open();
            try {
                fresh.configureBlocking(false);
                fresh.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                fresh.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
                fresh.bind(door, BACKLOG);
                loop.register(fresh, SelectionKey.OP_ACCEPT, this);
                server = fresh;
            } catch (IOException e) {
                fresh.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on port " + port(), e);
        }
    }

    private void shut() {
        if (server != null) {
            ProxyEventLoop.close(server);
            server = null;
        }
    }

    void close() {
        shut();
        List.copyOf(connections).forEach(Connection::reset);
    }

    @Override
    public void ready(SelectionKey key) {
        try {
            SocketChannel caller = server == null ? null : server.accept();
            if (caller != null) {
                take(caller);
            }
        } catch (IOException e) {
            // Nobody is there any more, or this process has too many files open: who came finds out by itself.
            return;
        }
        regulate();
    }

    private void take(SocketChannel caller) throws IOException {
        Connection connection;
        try {
            caller.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
            connection = Connection.begin(this, loop, caller);
        } catch (IOException e) {
            caller.close();
            throw e;
        }
        connections.add(connection);
        connection.adapt();
        if (connections.contains(connection) && asksWho()) {
            identification.of(List.of(connection));
        }
    }

    void left(Connection connection) {
        connections.remove(connection);
        regulate();
    }

    private void regulate() {
        if (server != null) {
            loop.interest(server, connections.size() < connectionsMax ? SelectionKey.OP_ACCEPT : 0);
        }
    }
}
