package dev.firstcome.psp.http;

import com.sun.net.httpserver.HttpServer;
import dev.firstcome.psp.api.Control;
import dev.firstcome.psp.api.Lookups;
import dev.firstcome.psp.api.Provider;
import dev.firstcome.psp.api.Waits;
import dev.firstcome.psp.card.FaultSwitch;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The provider's HTTP server, one virtual thread per request. */
public final class PspServer implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final int STOP_SECONDS = 1;

    /** Read once per process, when its first server is made. Without nodelay each answer waits 40 ms for nothing. */
    private static final Map<String, String> TUNING = Map.of(
            "sun.net.httpserver.nodelay", "true",
            "sun.net.httpserver.maxIdleConnections", "2000",
            "sun.net.httpserver.idleInterval", "60",
            "sun.net.httpserver.maxReqTime", "30",
            "jdk.httpserver.maxConnections", "8192");

    private final HttpServer server;
    private final ExecutorService threads;

    private PspServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /** @param secretKey what callers must show */
    public static PspServer start(
            InetSocketAddress address, String secretKey, Provider provider, FaultSwitch faults, Waits waits)
            throws IOException {
        TUNING.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
        Routes routes =
                new Routes(provider, new Lookups(provider, waits), new Control(provider, faults), Clock.systemUTC());
        HttpServer server = HttpServer.create(address, BACKLOG);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        server.createContext("/", new Front(new Gate(secretKey), routes, new Exits(waits), faults));
        server.start();
        return new PspServer(server, threads);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Takes no more calls, and gives those that run a second to end. */
    @Override
    public void close() {
        server.stop(STOP_SECONDS);
        threads.shutdown();
    }
}
