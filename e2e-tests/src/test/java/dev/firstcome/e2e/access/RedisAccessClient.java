package dev.firstcome.e2e.access;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.ProtocolVersion;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Connects to a Redis node, then sends AUTH, then reads a key. AUTH is not part of the handshake: Lettuce can report an
 * early refusal during the handshake as a closed channel, without the server's error message.
 */
final class RedisAccessClient implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(5);

    private final RedisClient client = RedisClient.create();

    RedisAccessClient() {
        client.setOptions(ClientOptions.builder()
                .protocolVersion(ProtocolVersion.RESP2)
                .pingBeforeActivateConnection(false)
                .autoReconnect(false)
                .build());
    }

    /** @param uri with user and password, or with neither for a client that does not authenticate */
    void connect(String uri) {
        URI address = URI.create(uri);
        String login = address.getUserInfo();
        try (StatefulRedisConnection<String, String> connection =
                client.connect(new RedisURI(address.getHost(), address.getPort(), BOUND))) {
            if (login != null) {
                List<String> words = List.of(login.split(":", 2));
                connection.sync().auth(words.getFirst(), words.getLast());
            }
            connection.sync().get("anything");
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
