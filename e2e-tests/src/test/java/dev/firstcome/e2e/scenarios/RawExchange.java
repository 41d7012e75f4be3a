package dev.firstcome.e2e.scenarios;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One HTTP exchange without a body, on a connection of its own that can be closed at any moment. Not thread-safe. */
final class RawExchange implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(15);

    private final Socket socket;
    private final BufferedReader reader;

    private RawExchange(Socket socket) throws IOException {
        this.socket = socket;
        this.reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * The head of an answer.
     *
     * @param headers by their names in lower case
     */
    record Head(int status, Map<String, String> headers) {}

    /** Connects and sends the request, and does not wait for the answer. */
    static RawExchange send(URI gateway, String method, String path, String token) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(
                    new InetSocketAddress(gateway.getHost(), gateway.getPort()),
                    Math.toIntExact(CONNECT_TIMEOUT.toMillis()));
            socket.setSoTimeout(Math.toIntExact(READ_TIMEOUT.toMillis()));
            String request = "%s %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Length: 0\r\n\r\n"
                    .formatted(method, path, gateway.getAuthority(), token);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new RawExchange(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    Head readHead() throws IOException {
        String[] statusLine = line().split(" ", 3);
        if (statusLine.length < 2 || !statusLine[1].matches("[1-5][0-9]{2}")) {
            throw new IOException("Not the start of an HTTP answer: " + String.join(" ", statusLine));
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Head(Integer.parseInt(statusLine[1]), headers);
    }

    private String line() throws IOException {
        String line = reader.readLine();
        if (line == null) {
            throw new IOException("The connection ended in the head of the answer");
        }
        return line;
    }

    /** Reads the body until it ends, or until nothing has arrived for this time. */
    void readUntilSilent(Duration silence) throws IOException {
        socket.setSoTimeout(Math.toIntExact(Math.max(1, silence.toMillis())));
        try {
            while (reader.readLine() != null) {
                // events are not of interest
            }
        } catch (SocketTimeoutException silent) {
            // an open stream
        }
    }

    /** Resets the connection, as a client that is killed does. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
