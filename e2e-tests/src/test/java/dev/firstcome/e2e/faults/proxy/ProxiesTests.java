package dev.firstcome.e2e.faults.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.e2e.faults.proxy.ProxiedConnections.Ends;
import dev.firstcome.local.layout.Route;
import dev.firstcome.testsupport.Eventually;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests that proxies forward bytes, ends of stream and resets, bound connections, and release all resources. */
class ProxiesTests {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Duration STALL_TIME = Duration.ofMillis(300);

    private final ProxiedConnections connections = new ProxiedConnections();

    @AfterEach
    void close() throws IOException {
        connections.close();
    }

    @Test
    void bytesAndEndOfStreamPassInBothDirections() throws IOException {
        Ends ends = connections.connect();
        ProxiedConnections.send(ends.caller(), "question");
        ends.caller().shutdownOutput();

        assertThat(ProxiedConnections.receive(ends.target(), 100)).isEqualTo("question");
        ProxiedConnections.send(ends.target(), "answer");
        ends.target().shutdownOutput();
        assertThat(ProxiedConnections.receive(ends.caller(), 100)).isEqualTo("answer");
        Eventually.holds(
                "the connection is removed",
                BOUND,
                () -> connections.proxies.connections(ProxiedConnections.TARGET) == 0);
    }

    @Test
    void callerAddressIsPreserved() throws IOException {
        Socket caller = new Socket();
        caller.bind(new InetSocketAddress("127.0.3.4", 0));
        connections.call(caller);

        assertThat(connections.accept().getInetAddress().getHostAddress()).isEqualTo("127.0.3.4");
    }

    @Test
    void stoppedTargetResetsTheCaller() throws IOException {
        connections.stopTarget();

        assertThatThrownBy(() -> connections.call().getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @Test
    void resetIsForwarded() throws IOException {
        Ends ends = connections.connect();
        ends.target().setSoLinger(true, 0);
        ends.target().close();

        assertThatThrownBy(() -> ends.caller().getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @Test
    void backpressureStopsTheWriterWithoutLoss() throws Exception {
        Ends ends = connections.connect();
        ends.caller().setSendBufferSize(64 * 1024);
        byte[] block = new byte[64 * 1024];
        int blocks = 1_000;
        AtomicInteger written = new AtomicInteger();
        try (ExecutorService writer = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> all = writer.submit(() -> {
                for (int sent = 0; sent < blocks; sent++) {
                    ends.caller().getOutputStream().write(block);
                    written.incrementAndGet();
                }
                return null;
            });
            Eventually.holds("something is written", BOUND, () -> written.get() > 0);
            Eventually.holds("the writer is blocked", BOUND, () -> {
                int before = written.get();
                return isStalled(all) && written.get() == before;
            });

            assertThat(written.get()).isLessThan(blocks / 4);
            for (int read = 0; read < blocks; read++) {
                assertThat(ends.target().getInputStream().readNBytes(block.length))
                        .hasSize(block.length);
            }
            all.get(BOUND.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Test
    void connectionBeyondTheBoundWaitsForAFreeSlot() throws IOException {
        try (ProxiedConnections narrow = new ProxiedConnections(2)) {
            Ends first = narrow.connect();
            narrow.connect();
            Socket third = narrow.call();
            ProxiedConnections.send(third, "me");

            assertThat(narrow.proxies.connections(ProxiedConnections.TARGET)).isEqualTo(2);
            first.caller().close();
            first.target().close();
            assertThat(ProxiedConnections.receive(narrow.accept(), 2)).isEqualTo("me");
        }
    }

    @Test
    void closeReleasesAllResources() throws Exception {
        long before = openSockets();
        ProxiedConnections other = new ProxiedConnections();
        Ends ends = other.connect();
        Ends blocked = other.connect();
        other.proxies.apply(Link.fromAnyone(ProxiedConnections.TARGET), new Impairment.BlackHole(Direction.BOTH));
        ProxiedConnections.send(blocked.caller(), "never arrives");
        other.proxies.close();

        assertThatThrownBy(() -> ends.caller().getInputStream().read()).isInstanceOf(SocketException.class);
        try (ServerSocket rebound = new ServerSocket()) {
            rebound.setReuseAddress(true);
            rebound.bind(new InetSocketAddress("127.0.0.1", other.route.port()));
            assertThat(rebound.isBound()).isTrue();
        }
        for (Socket socket : new Socket[] {ends.caller(), ends.target(), blocked.caller(), blocked.target()}) {
            socket.close();
        }
        other.stopTarget();
        Eventually.get("no socket is left", BOUND, ProxiesTests::openSockets, now -> now <= before);
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().equals("fault proxies")))
                .hasSize(1);
    }

    @Test
    void occupiedPortIsReported() throws IOException {
        try (ServerSocket occupied = new ServerSocket(0)) {
            Route route = new Route("occupied", occupied.getLocalPort(), 1);

            assertThatThrownBy(() -> Proxies.open(List.of(route), ports -> Map.of(), 1))
                    .hasMessageContaining("Cannot listen on port " + occupied.getLocalPort());
        }
    }

    /** Returns whether the future is not done within {@link #STALL_TIME}. */
    private static boolean isStalled(Future<?> future) throws InterruptedException, ExecutionException {
        try {
            future.get(STALL_TIME.toMillis(), TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException notDone) {
            return true;
        }
    }

    private static long openSockets() throws IOException {
        long sockets = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path file : files) {
                sockets += isSocket(file) ? 1 : 0;
            }
        }
        return sockets;
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException alreadyClosed) {
            return false;
        }
    }
}
