package dev.firstcome.e2e.faults.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.e2e.faults.proxy.ProxiedConnections.Ends;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.layout.Route;
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

/** What stands between two parts: passes everything on, and ends what it has begun. */
class ProxiesTests {
    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final Duration WHILE = Duration.ofMillis(300);

    private final ProxiedConnections wire = new ProxiedConnections();

    @AfterEach
    void close() throws IOException {
        wire.close();
    }

    @Test
    void bytesPassBothWaysAndSoDoesEachEnd() throws IOException {
        Ends ends = wire.connect();
        ProxiedConnections.send(ends.caller(), "question");
        ends.caller().shutdownOutput();

        assertThat(ProxiedConnections.receive(ends.part(), 100)).isEqualTo("question");
        ProxiedConnections.send(ends.part(), "answer");
        ends.part().shutdownOutput();
        assertThat(ProxiedConnections.receive(ends.caller(), 100)).isEqualTo("answer");
        Eventually.holds(
                "the connection is forgotten", BOUND, () -> wire.proxies.connections(ProxiedConnections.PART) == 0);
    }

    @Test
    void aCallerWithAnAddressOfItsOwnKeepsIt() throws IOException {
        Socket caller = new Socket();
        caller.bind(new InetSocketAddress("127.0.3.4", 0));
        wire.call(caller);

        assertThat(wire.accept().getInetAddress().getHostAddress()).isEqualTo("127.0.3.4");
    }

    @Test
    void aPartThatHasEndedIsAResetForTheCaller() throws IOException {
        wire.ends();

        assertThatThrownBy(() -> wire.call().getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @Test
    void aResetPassesToo() throws IOException {
        Ends ends = wire.connect();
        ends.part().setSoLinger(true, 0);
        ends.part().close();

        assertThatThrownBy(() -> ends.caller().getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @Test
    void aReaderThatDoesNotReadStopsTheWriterAndLosesNothing() throws Exception {
        Ends ends = wire.connect();
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
            Eventually.holds("the writer waits", BOUND, () -> {
                int before = written.get();
                return isTimeOut(all) && written.get() == before;
            });

            assertThat(written.get()).isLessThan(blocks / 4);
            for (int read = 0; read < blocks; read++) {
                assertThat(ends.part().getInputStream().readNBytes(block.length))
                        .hasSize(block.length);
            }
            all.get(BOUND.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Test
    void whoComesBeyondTheBoundWaitsUntilSomebodyLeaves() throws IOException {
        try (ProxiedConnections narrow = new ProxiedConnections(2)) {
            Ends first = narrow.connect();
            narrow.connect();
            Socket third = narrow.call();
            ProxiedConnections.send(third, "me");

            assertThat(narrow.proxies.connections(ProxiedConnections.PART)).isEqualTo(2);
            first.caller().close();
            first.part().close();
            assertThat(ProxiedConnections.receive(narrow.accept(), 2)).isEqualTo("me");
        }
    }

    @Test
    void nothingIsLeftWhenTheyAreClosed() throws Exception {
        long before = openSockets();
        ProxiedConnections other = new ProxiedConnections();
        Ends ends = other.connect();
        Ends held = other.connect();
        other.proxies.apply(Link.fromAnyone(ProxiedConnections.PART), new Impairment.BlackHole(Direction.BOTH));
        ProxiedConnections.send(held.caller(), "never arrives");
        other.proxies.close();

        assertThatThrownBy(() -> ends.caller().getInputStream().read()).isInstanceOf(SocketException.class);
        try (ServerSocket again = new ServerSocket()) {
            again.setReuseAddress(true);
            again.bind(new InetSocketAddress("127.0.0.1", other.route.port()));
            assertThat(again.isBound()).isTrue();
        }
        for (Socket socket : new Socket[] {ends.caller(), ends.part(), held.caller(), held.part()}) {
            socket.close();
        }
        other.ends();
        Eventually.get("no socket is left", BOUND, ProxiesTests::openSockets, now -> now <= before);
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().equals("fault proxies")))
                .hasSize(1);
    }

    @Test
    void aPortThatIsTakenIsSaid() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            Route route = new Route("taken", taken.getLocalPort(), 1);

            assertThatThrownBy(() -> Proxies.open(List.of(route), ports -> Map.of(), 1))
                    .hasMessageContaining("Cannot listen on port " + taken.getLocalPort());
        }
    }

    /** Whether it is not done within a while. */
    private static boolean isTimeOut(Future<?> future) throws InterruptedException, ExecutionException {
        try {
            future.get(WHILE.toMillis(), TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException stillAtIt) {
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
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
