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

/** A listening part called {@code part}, a proxy before it, and connections through it whose both ends a test holds. */
final class ProxiedConnections implements AutoCloseable {
    static final String PART = "part";

    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int SILENCE_MILLIS = 200;
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final Map<InetSocketAddress, String> names = new ConcurrentHashMap<>();
    private final AtomicInteger looks = new AtomicInteger();
    private final ReentrantLock silence = new ReentrantLock();
    final Proxies proxies;
    final Route route;
    private final ServerSocket part = listening();
    private final List<Socket> sockets = new ArrayList<>();

    ProxiedConnections() {
        this(100);
    }

    ProxiedConnections(int connectionsMax) {
        route = new Route(PART, freePort(), part.getLocalPort());
        proxies = Proxies.open(List.of(route), ports -> Map.of(ports.iterator().next(), names()), 7, connectionsMax);
    }

    private Map<InetSocketAddress, String> names() {
        looks.incrementAndGet();
        silence.lock();
        try {
            return Map.copyOf(names);
        } finally {
            silence.unlock();
        }
    }

    /** Nobody is told who has connected, until {@link #tellWho()}. */
    void keepSecretWho() {
        silence.lock();
    }

    void tellWho() {
        silence.unlock();
    }

    /** How often it was looked up who has connected. */
    int looks() {
        return looks.get();
    }

    /** Both ends of a connection. */
    record Ends(Socket caller, Socket part) {}

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
        Socket accepted = part.accept();
        sockets.add(accepted);
        accepted.setSoTimeout(TIMEOUT_MILLIS);
        return accepted;
    }

    /** The part listens no more. */
    void ends() throws IOException {
        part.close();
    }

    static void send(Socket from, String text) throws IOException {
        from.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    static String receive(Socket to, int length) throws IOException {
        return new String(to.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
    }

    /** Whether nothing comes, neither bytes nor an end, for a while. */
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
        part.close();
    }

    private static ServerSocket listening() {
        try {
            ServerSocket socket = new ServerSocket(0, 50, HERE);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = listening()) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
