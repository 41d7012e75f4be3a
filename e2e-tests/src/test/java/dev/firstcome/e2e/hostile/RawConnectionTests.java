package dev.firstcome.e2e.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RawConnectionTests {
    private static final byte[] REQUEST = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    @Test
    void aBodyWithALengthLeavesTheConnectionUsable() throws IOException {
        String response = "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nContent-Type: text/plain;a=b\r\n\r\nab";
        try (Served served = new Served(response + response)) {
            assertThat(served.exchange(false).text()).isEqualTo("ab");
            assertThat(served.connection.isReusable()).isTrue();
            RawResponse second = served.exchange(false);
            assertThat(second.status()).isEqualTo(404);
            assertThat(second.contentType()).isEqualTo("text/plain");
        }
    }

    @Test
    void chunksAreJoined() throws IOException {
        try (Served served = new Served(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n")) {
            assertThat(served.exchange(false).text()).isEqualTo("abcde");
            assertThat(served.connection.isReusable()).isTrue();
        }
    }

    @Test
    void aResponseToHeadHasNoBody() throws IOException {
        try (Served served = new Served("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")) {
            assertThat(served.exchange(true).body()).isEmpty();
        }
    }

    @Test
    void anInformationalResponseIsSkippedAndAStreamIsNotReadToItsEnd() throws IOException {
        try (Served served = new Served(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: a")) {
            assertThat(served.exchange(false).status()).isEqualTo(200);
            assertThat(served.connection.isReusable()).isFalse();
        }
    }

    @Test
    void aClosedConnectionIsNoResponse() throws IOException {
        try (Served served = new Served("HTTP/1.1 400 Bad")) {
            assertThatThrownBy(() -> served.exchange(false)).isInstanceOf(EOFException.class);
            assertThat(served.connection.isReusable()).isFalse();
        }
    }

    /** A server that has already sent its responses, and nothing else. */
    private static final class Served implements AutoCloseable {
        private final ServerSocket server;
        private final RawConnection connection;
        private final Socket accepted;

        Served(String responses) throws IOException {
            server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            connection =
                    RawConnection.open(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), null);
            accepted = server.accept();
            accepted.getOutputStream().write(responses.getBytes(StandardCharsets.ISO_8859_1));
            accepted.shutdownOutput();
        }

        RawResponse exchange(boolean head) throws IOException {
            return connection.exchange(REQUEST, head);
        }

        @Override
        public void close() throws IOException {
            accepted.close();
            connection.close();
            server.close();
        }
    }
}
