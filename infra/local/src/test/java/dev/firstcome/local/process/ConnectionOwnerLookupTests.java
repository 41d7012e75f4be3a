package dev.firstcome.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.ProjectRoot;
import dev.firstcome.local.process.ManagedProcess.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionOwnerLookupTests {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    @TempDir
    private Path folder = Path.of("");

    private Layout layout = Layout.of(new ProjectRoot(folder), folder);

    @BeforeEach
    void createLayout() {
        layout = Layout.of(new ProjectRoot(folder), folder);
        layout.create();
    }

    @Test
    void findsTheOwnerOfEachKindOfSocket() throws IOException {
        recordThisProcessAs("this-process");
        try (ServerSocket server = new ServerSocket(0, 10, HERE);
                ServerSocket other = new ServerSocket(0, 10, HERE);
                SocketChannel one = SocketChannel.open(server.getLocalSocketAddress());
                Socket two = new Socket();
                Socket elsewhere = new Socket(HERE, other.getLocalPort())) {
            two.bind(new InetSocketAddress("127.9.8.7", 0));
            two.connect(server.getLocalSocketAddress());

            assertThat(new ManagedProcesses(layout).connectionOwners().ownersOf(server.getLocalPort()))
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            (InetSocketAddress) one.getLocalAddress(),
                            "this-process",
                            new InetSocketAddress("127.9.8.7", two.getLocalPort()),
                            "this-process"));
            assertThat(elsewhere.isConnected()).isTrue();
        }
    }

    @Test
    void ignoresAProcessThatIsNotOfThePlatform() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 10, HERE);
                SocketChannel stranger = SocketChannel.open(server.getLocalSocketAddress())) {
            assertThat(stranger.isConnected()).isTrue();
            assertThat(new ManagedProcesses(layout).connectionOwners().ownersOf(server.getLocalPort()))
                    .isEmpty();
        }
    }

    private void recordThisProcessAs(String name) {
        new ProcessRecords(layout.records())
                .write(new ProcessRecord(
                        name, Stage.SERVICE, ProcessIdentity.current(), Instant.now(), 1, "TERM", List.of("java")));
    }
}
