package dev.firstcome.e2e.hostile;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 connection that sends any bytes and reads one response to each. Every exchange ends within
 * {@link #EXCHANGE_MAX}, and a response has a bounded size. Not thread-safe.
 */
final class RawConnection implements AutoCloseable {
    static final Duration EXCHANGE_MAX = Duration.ofSeconds(20);
    private static final Duration CONNECT_MAX = Duration.ofSeconds(2);
    private static final int LINE_MAX = 32 * 1024;
    private static final int HEADERS_MAX = 200;
    private static final int BODY_MAX = 4 * 1024 * 1024;
    private static final int INFORMATIONAL_MAX = 5;

    private final Socket socket;
    private final InputStream in;
    private long endNanos;
    private boolean reusable = true;

    private RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** @param from the local address; null leaves the choice to the operating system */
    static RawConnection open(InetSocketAddress server, @Nullable InetAddress from) throws IOException {
        Socket socket = new Socket();
        try {
            if (from != null) {
                socket.bind(new InetSocketAddress(from, 0));
            }
            socket.setTcpNoDelay(true);
            socket.connect(server, (int) CONNECT_MAX.toMillis());
            return new RawConnection(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Sends the bytes and reads the response.
     *
     * @param head whether the request's method is HEAD, whose responses have no body
     * @throws SocketTimeoutException if the response is not complete in time
     * @throws EOFException if the server closed the connection without a complete response
     */
    RawResponse exchange(byte[] request, boolean head) throws IOException {
        endNanos = System.nanoTime() + EXCHANGE_MAX.toNanos();
        IOException unsent = send(request);
        try {
            return read(head);
        } catch (SocketTimeoutException slow) {
            reusable = false;
            throw slow;
        } catch (IOException e) {
            reusable = false;
            if (unsent != null) {
                e.addSuppressed(unsent);
            }
            throw e;
        }
    }

    /** A server may respond before it has read everything, and reset the connection. */
    private @Nullable IOException send(byte[] request) {
        try {
            socket.getOutputStream().write(request);
            return null;
        } catch (IOException e) {
            reusable = false;
            return e;
        }
    }

    private RawResponse read(boolean head) throws IOException {
        for (int i = 0; i < INFORMATIONAL_MAX; i++) {
            String statusLine = readLine();
            if (!statusLine.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
                throw new IOException("not a status line: " + statusLine);
            }
            int status = Integer.parseInt(statusLine.substring(9, 12));
            Map<String, List<String>> headers = readHeaders();
            if (status >= 200) {
                byte[] body = readBody(status, headers, head);
                return new RawResponse(status, headers, body);
            }
        }
        throw new IOException("more than " + INFORMATIONAL_MAX + " informational responses");
    }

    private Map<String, List<String>> readHeaders() throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        for (int i = 0; i < HEADERS_MAX; i++) {
            String line = readLine();
            if (line.isEmpty()) {
                return headers;
            }
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("not a header: " + line);
            }
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), any -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        throw new IOException("more than " + HEADERS_MAX + " headers");
    }

    private byte[] readBody(int status, Map<String, List<String>> headers, boolean head) throws IOException {
        String connection = first(headers, "connection").toLowerCase(Locale.ROOT);
        if (connection.contains("close")) {
            reusable = false;
        }
        if (head || status == 204 || status == 304) {
            return new byte[0];
        }
        if (first(headers, "content-type").startsWith("text/event-stream")) {
            reusable = false;
            return new byte[0];
        }
        if (first(headers, "transfer-encoding").toLowerCase(Locale.ROOT).contains("chunked")) {
            return readChunks();
        }
        String length = first(headers, "content-length");
        if (!length.isEmpty()) {
            return readExactly(bounded(Long.parseLong(length)));
        }
        reusable = false;
        return readToEnd();
    }

    private static String first(Map<String, List<String>> headers, String name) {
        return headers.getOrDefault(name, List.of("")).getFirst();
    }

    private byte[] readChunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = bounded(Long.parseLong(readLine().split(";", 2)[0].strip(), 16));
            if (size == 0) {
                readHeaders();
                return body.toByteArray();
            }
            body.write(readExactly(bounded((long) body.size() + size) - body.size()));
            readLine();
        }
    }

    private byte[] readExactly(int length) throws IOException {
        byte[] bytes = new byte[length];
        for (int done = 0; done < length; ) {
            int read = readSome(bytes, done);
            if (read < 0) {
                throw new EOFException("the body ended after %d of %d bytes".formatted(done, length));
            }
            done += read;
        }
        return bytes;
    }

    private byte[] readToEnd() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] bytes = new byte[4096];
        for (int read = readSome(bytes, 0); read >= 0; read = readSome(bytes, 0)) {
            bounded((long) body.size() + read);
            body.write(bytes, 0, read);
        }
        return body.toByteArray();
    }

    private static int bounded(long length) throws IOException {
        if (length < 0 || length > BODY_MAX) {
            throw new IOException("a body of " + length + " bytes");
        }
        return (int) length;
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] one = new byte[1];
        while (line.size() < LINE_MAX) {
            if (readSome(one, 0) < 0) {
                throw new EOFException("the server closed the connection after: " + line);
            }
            if (one[0] == '\n') {
                String text = line.toString(StandardCharsets.ISO_8859_1);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            line.write(one[0]);
        }
        throw new IOException("a line of more than " + LINE_MAX + " bytes");
    }

    private int readSome(byte[] bytes, int from) throws IOException {
        long millis = (endNanos - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException("no complete response within " + EXCHANGE_MAX);
        }
        socket.setSoTimeout((int) millis);
        return in.read(bytes, from, bytes.length - from);
    }

    /** Whether another request can follow. */
    boolean isReusable() {
        return reusable;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
