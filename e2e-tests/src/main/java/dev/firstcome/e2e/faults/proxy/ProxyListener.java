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
 * The proxy port of one route: forwards each accepted connection to the target port. Accepts a bounded number of
 * connections at a time; more wait in the backlog. Confined to the event loop thread.
 */
final class ProxyListener implements ProxyEventLoop.Handler {
    /** Small, so that few bytes are in flight and backpressure reaches the writer soon. */
    static final int SOCKET_BUFFER = 256 * 1024;

    private static final int BACKLOG = 512;

    private final InetSocketAddress address;
    private final InetSocketAddress target;
    private final ProxyEventLoop loop;
    private final int connectionsMax;
    private final ConnectionIdentification identification;
    private final Set<Connection> connections = new HashSet<>();
    private final List<ActiveRule> rules = new ArrayList<>();
    private @Nullable ServerSocketChannel server;

    /** @param identification identifies the callers while a rule depends on them */
    ProxyListener(Route route, ProxyEventLoop loop, int connectionsMax, ConnectionIdentification identification) {
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), route.port());
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), route.target());
        this.loop = loop;
        this.connectionsMax = connectionsMax;
        this.identification = identification;
    }

    int port() {
        return address.getPort();
    }

    InetSocketAddress target() {
        return target;
    }

    int connections() {
        return connections.size();
    }

    void add(ActiveRule rule) {
        rules.add(rule);
        applyRules();
    }

    void remove(ActiveRule rule) {
        if (rules.remove(rule)) {
            applyRules();
        }
    }

    boolean needsIdentification() {
        return rules.stream().anyMatch(rule -> !rule.link().fromAnyone());
    }

    List<ActiveRule> rulesFor(String caller) {
        return rules.stream().filter(rule -> rule.appliesTo(caller)).toList();
    }

    /** Returns the connections whose callers must still be identified for a rule. */
    List<Connection> unidentified() {
        return needsIdentification()
                ? connections.stream()
                        .filter(connection -> !connection.isIdentified())
                        .toList()
                : List.of();
    }

    private void applyRules() {
        List.copyOf(connections).forEach(Connection::applyRules);
        boolean refused = rules.stream()
                .anyMatch(rule -> rule.link().fromAnyone() && rule.impairment() instanceof Impairment.Cut);
        if (refused) {
            closeServer();
        } else {
            open();
        }
    }

    /** Opens the listening socket unless it is open. */
    void open() {
        if (server != null) {
            return;
        }
        try {
            ServerSocketChannel opened = ServerSocketChannel.open();
            try {
                opened.configureBlocking(false);
                opened.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                opened.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
                opened.bind(address, BACKLOG);
                loop.register(opened, SelectionKey.OP_ACCEPT, this);
                server = opened;
            } catch (IOException e) {
                opened.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on port " + port(), e);
        }
    }

    private void closeServer() {
        if (server != null) {
            ProxyEventLoop.close(server);
            server = null;
        }
    }

    void close() {
        closeServer();
        List.copyOf(connections).forEach(Connection::reset);
    }

    @Override
    public void ready(SelectionKey key) {
        try {
            SocketChannel caller = server == null ? null : server.accept();
            if (caller != null) {
                accept(caller);
            }
        } catch (IOException e) {
            // The caller has disconnected, or this process has too many open files. The caller sees the failure.
            return;
        }
        updateAcceptInterest();
    }

    private void accept(SocketChannel caller) throws IOException {
        Connection connection;
        try {
            caller.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
            connection = Connection.open(this, loop, caller);
        } catch (IOException e) {
            caller.close();
            throw e;
        }
        connections.add(connection);
        connection.applyRules();
        if (connections.contains(connection) && needsIdentification()) {
            identification.identify(List.of(connection));
        }
    }

    void remove(Connection connection) {
        connections.remove(connection);
        updateAcceptInterest();
    }

    private void updateAcceptInterest() {
        if (server != null) {
            loop.interest(server, connections.size() < connectionsMax ? SelectionKey.OP_ACCEPT : 0);
        }
    }
}
