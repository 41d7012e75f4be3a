package dev.firstcome.local.redis;

import dev.firstcome.local.layout.LocalPlatformException;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;

/** Changes passwords of users on running nodes. A node that starts later reads them from its configuration. */
public final class RedisPasswords {
    private static final Duration BOUND = Duration.ofSeconds(5);

    private final RedisLogin admin;

    RedisPasswords(RedisLogin admin) {
        this.admin = admin;
    }

    /** Adds a password of the user. */
    public void add(List<RedisNode> nodes, String user, String password) {
        set(nodes, user, AclSetuserArgs.Builder.addPassword(password));
    }

    /** Sets the only password of the user. Open connections are not closed. */
    public void keepOnly(List<RedisNode> nodes, String user, String password) {
        set(nodes, user, AclSetuserArgs.Builder.resetpass().addPassword(password));
    }

    private void set(List<RedisNode> nodes, String user, AclSetuserArgs rule) {
        try (RedisClient client = RedisClient.create()) {
            for (RedisNode node : nodes) {
                RedisURI address = RedisURI.builder()
                        .withHost("127.0.0.1")
                        .withPort(node.port())
                        .withAuthentication(admin.user(), admin.password())
                        .withTimeout(BOUND)
                        .build();
                try (StatefulRedisConnection<String, String> connection = client.connect(address)) {
                    connection.sync().aclSetuser(user, rule);
                }
            }
        } catch (RedisException e) {
            throw LocalPlatformException.failed(
                    "The password of " + user + " could not be changed: " + e.getMessage(), e);
        }
    }
}
