package dev.firstcome.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures the heap per open stream. The client sockets are in the same JVM and are included. */
class StreamMemoryIT {
    private static final int STREAMS = 400;
    private static final int PER_USER = 8;
    private static final long BYTES_MAX = 192 * 1024;

    @Test
    void heapPerStreamIsBounded(@TempDir Path keys) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        try (UserService service = new UserService(keys)) {
            TestInboxes inboxes = new TestInboxes(service);
            SignedTokens tokens = new SignedTokens(service);
            Instant end = Instant.ofEpochMilli(System.currentTimeMillis()).plusSeconds(300);
            open(sockets, service, tokens.access(inboxes.newUser(), end));
            long before = usedHeap();
            while (sockets.size() < STREAMS) {
                UUID user = inboxes.newUser();
                String token = tokens.access(user, end);
                for (int i = 0; i < PER_USER; i++) {
                    open(sockets, service, token);
                }
            }
            long perStream = (usedHeap() - before) / (sockets.size() - 1);
            System.out.printf("%d open streams, %d KiB of heap each%n", sockets.size(), perStream / 1024);
            assertThat(perStream).isPositive().isLessThan(BYTES_MAX);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static void open(List<Socket> sockets, UserService service, String token) throws IOException {
        int port = service.request("/api/messages/events").build().uri().getPort();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(socket);
        socket.setSoTimeout(30_000);
        socket.getOutputStream()
                .write(("GET /api/messages/events HTTP/1.1\r\nHost: shop\r\nAuthorization: Bearer " + token
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        InputStream answer = socket.getInputStream();
        assertThat(new String(answer.readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
    }

    private static long usedHeap() {
        ManagementFactory.getMemoryMXBean().gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
