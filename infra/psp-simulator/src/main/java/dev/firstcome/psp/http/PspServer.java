package dev.firstcome.psp.http;

import com.sun.net.httpserver.HttpServer;
import dev.firstcome.psp.api.PaymentProvider;
import dev.firstcome.psp.api.QueryEndpoints;
import dev.firstcome.psp.api.ShutdownAwareDelay;
import dev.firstcome.psp.api.SimulatorEndpoints;
import dev.firstcome.psp.card.FaultSwitch;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The HTTP server of the simulator. Each request runs on its own virtual thread. */
public final class PspServer implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final int STOP_TIMEOUT_SECONDS = 1;

    /**
     * System properties that the JDK reads once, when it creates the first server. Without nodelay, Nagle adds 40 ms
     * per response.
     */
    private static final Map<String, String> SYSTEM_PROPERTIES = Map.of(
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

    /** @param secretKey the API key of all clients */
    public static PspServer start(
            InetSocketAddress address,
            String secretKey,
            PaymentProvider provider,
            FaultSwitch faults,
            ShutdownAwareDelay delay)
            throws IOException {
        SYSTEM_PROPERTIES.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
        RequestRouter router = new RequestRouter(
                provider,
                new QueryEndpoints(provider, delay),
                new SimulatorEndpoints(provider, faults),
                Clock.systemUTC());
        HttpServer server = HttpServer.create(address, BACKLOG);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        server.createContext(
                "/", new RootHandler(new ApiKeyAuthenticator(secretKey), router, new ResponseWriter(delay), faults));
        server.start();
        return new PspServer(server, threads);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Rejects new requests and gives running requests one second to finish. */
    @Override
    public void close() {
        server.stop(STOP_TIMEOUT_SECONDS);
        threads.shutdown();
    }
}
