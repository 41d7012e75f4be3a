package dev.firstcome.gateway;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A service that handles the requests of a connection one after the other, as Tomcat does, and detects a request that
 * arrives before the answer to the one before is complete. Paths decide what it does: {@code slow-N} answers after N
 * milliseconds; after the head of an answer to {@code HEAD} it is busy for as long; anything else is answered at once.
 */
final class SerialService implements AutoCloseable {
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEAD_ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String SLOW = "slow-";

    private final ServerSocket server;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger early = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);

    SerialService() {
        try {
            server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    int requests() {
        return requests.get();
    }

    /** Requests that arrived on a connection whose last answer was still to come. */
    int earlyRequests() {
        return early.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            for (String head = readHead(in); !head.isEmpty(); head = readHead(in)) {
                requests.incrementAndGet();
                answer(head, in, connection.getOutputStream());
            }
        } catch (IOException gone) {
            // the gateway has closed the connection, which is its right
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }

    private void answer(String head, InputStream in, OutputStream out) throws IOException, InterruptedException {
        String path = head.split(" ", 3)[1];
        int slow = path.indexOf(SLOW);
        Duration busy =
                slow < 0 ? Duration.ZERO : Duration.ofMillis(Long.parseLong(path.substring(slow + SLOW.length())));
        if (head.startsWith("HEAD ")) {
            out.write(HEAD_ANSWER);
            beBusy(busy, in);
        } else {
            beBusy(busy, in);
            out.write(ANSWER);
        }
    }

    private void beBusy(Duration time, InputStream in) throws IOException, InterruptedException {
        end.await(time.toMillis(), TimeUnit.MILLISECONDS);
        if (in.available() > 0) {
            early.incrementAndGet();
        }
    }

    /** Empty at the end of the connection. Requests have no body. */
    private static String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.write(next);
            if (next == '\n' && head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
                return head.toString(StandardCharsets.US_ASCII);
            }
        }
        return "";
    }

    @Override
    public void close() {
        end.countDown();
        try {
            server.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
