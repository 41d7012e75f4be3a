package dev.firstcome.e2e.faults.proxy;

import dev.firstcome.local.layout.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** A listening socket named {@code target}, a proxy in front of it, and connections with both ends in the test. */
final class ProxiedConnections implements AutoCloseable {
    static final String TARGET = "target";

    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int SILENCE_MILLIS = 200;
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final Map<InetSocketAddress, String> names = new ConcurrentHashMap<>();
    private final AtomicInteger lookups = new AtomicInteger();
    private final ReentrantLock lookupLock = new ReentrantLock();
    final Proxies proxies;
    final Route route;
    private final ServerSocket target = listen();
    private final List<Socket> sockets = new ArrayList<>();

    ProxiedConnections() {
        this(100);
    }

    ProxiedConnections(int connectionsMax) {
        route = new Route(TARGET, freePort(), target.getLocalPort());
        proxies = Proxies.open(List.of(route), ports -> Map.of(ports.iterator().next(), names()), 7, connectionsMax);
    }

    private Map<InetSocketAddress, String> names() {
        lookups.incrementAndGet();
        lookupLock.lock();
        try {
            return Map.copyOf(names);
        } finally {
            lookupLock.unlock();
        }
    }

    /** Blocks the lookup of connection owners until {@link #unblockLookups()}. */
    void blockLookups() {
        lookupLock.lock();
    }

    void unblockLookups() {
        lookupLock.unlock();
    }

    /** Returns the number of owner lookups. */
    int lookups() {
        return lookups.get();
    }

    /** Both ends of a connection. */
    record Ends(Socket caller, Socket target) {}

    Ends connect() throws IOException {
        return new Ends(call(), accept());
    }

    Ends connect(String name) throws IOException {
        return new Ends(call(name), accept());
    }

    Socket call() throws IOException {
        return call(new Socket());
    }

    Socket call(String name) throws IOException {
        Socket caller = new Socket();
        caller.bind(new InetSocketAddress(HERE, 0));
        names.put(new InetSocketAddress(HERE, caller.getLocalPort()), name);
        return call(caller);
    }

    Socket call(Socket caller) throws IOException {
        sockets.add(caller);
        caller.setSoTimeout(TIMEOUT_MILLIS);
        caller.setTcpNoDelay(true);
        caller.connect(new InetSocketAddress(HERE, route.port()), TIMEOUT_MILLIS);
        return caller;
    }

    Socket accept() throws IOException {
        Socket accepted = target.accept();
        sockets.add(accepted);
        accepted.setSoTimeout(TIMEOUT_MILLIS);
        return accepted;
    }

    /** Closes the listening socket of the target. */
    void stopTarget() throws IOException {
        target.close();
    }

    static void send(Socket from, String text) throws IOException {
        from.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    static String receive(Socket to, int length) throws IOException {
        return new String(to.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
    }

    /** Returns whether neither bytes nor an end of stream arrive for {@link #SILENCE_MILLIS}. */
    static boolean isSilent(Socket socket) throws IOException {
        socket.setSoTimeout(SILENCE_MILLIS);
        try {
            socket.getInputStream().read();
            return false;
        } catch (SocketTimeoutException nothing) {
            return true;
        } finally {
            socket.setSoTimeout(TIMEOUT_MILLIS);
        }
    }

    @Override
    public void close() throws IOException {
        proxies.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        target.close();
    }

    private static ServerSocket listen() {
        try {
            ServerSocket socket = new ServerSocket(0, 50, HERE);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = listen()) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
