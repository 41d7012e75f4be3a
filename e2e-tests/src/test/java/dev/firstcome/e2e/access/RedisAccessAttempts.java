package dev.firstcome.e2e.access;

import dev.firstcome.e2e.guarantees.GuaranteeTable;
import dev.firstcome.e2e.guarantees.GuaranteeTable.Row;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.access.SystemUsers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Attempts, as every user of a Redis cluster, each command that the user's row of the guarantee table does not allow. A
 * node checks the ACL before the slot, so the commands need not address the owner of the key.
 */
public final class RedisAccessAttempts {
    private static final Duration BOUND = Duration.ofSeconds(30);

    private static final List<String> SAMPLE_KEYS =
            List.of("coupon:{x}:epoch", "limit:x", "catalog:product:x", "anything");

    /** Commands that change, stop, monitor or take over a server. */
    private static final List<String> ADMINISTRATION = List.of(
            "CONFIG GET *",
            "CONFIG SET maxmemory 1",
            "FLUSHALL",
            "FLUSHDB",
            "KEYS *",
            "ACL LIST",
            "ACL SETUSER default on nopass ~* +@all",
            "DEBUG SLEEP 0",
            "CLUSTER RESET",
            "CLUSTER FAILOVER FORCE",
            "CLUSTER FORGET x",
            "CLUSTER ADDSLOTS 1",
            "SHUTDOWN NOSAVE",
            "MONITOR",
            "REPLICAOF NO ONE",
            "PSYNC ? -1",
            "SAVE",
            "BGREWRITEAOF",
            "SCRIPT FLUSH",
            "SCRIPT KILL",
            "FUNCTION FLUSH",
            "CLIENT LIST",
            "CLIENT KILL TYPE normal",
            "SLOWLOG GET",
            "MODULE LIST",
            "SWAPDB 0 1",
            "MIGRATE 127.0.0.1 1 anything 0 1000",
            "RESTORE anything 0 x");

    private final Map<String, PlatformDescription.Redis> clusters;
    private final GuaranteeTable table;
    private final AccessAttempts refusals;

    public RedisAccessAttempts(PlatformDescription platform, GuaranteeTable table, AccessAttempts refusals) {
        this.clusters = Map.of("coupon", platform.redisCoupon(), "cache", platform.redisCache());
        this.table = table;
        this.refusals = refusals;
    }

    public void attemptAll() {
        try (RedisClient client = RedisClient.create();
                RedisAccessClient accessClient = new RedisAccessClient()) {
            for (Row row : table.rows()) {
                PlatformDescription.Redis cluster = Objects.requireNonNull(clusters.get(row.name("cluster")));
                String user = row.name("user");
                try (StatefulRedisConnection<String, String> connection =
                        client.connect(address(cluster.uris(user).getFirst()))) {
                    attemptKeyCommands(row, connection);
                    ADMINISTRATION.forEach(command -> expectForbidden(user + ": " + command, connection, command));
                }
                attemptWrongCredentials(accessClient, row, cluster);
            }
        }
    }

    private void attemptKeyCommands(Row row, StatefulRedisConnection<String, String> connection) {
        String user = row.name("user");
        String pattern = row.name("keys");
        String prefix = pattern.substring(0, pattern.length() - 1);
        boolean writes = row.text("may").contains("write");
        for (String key : SAMPLE_KEYS) {
            boolean ownKey = key.startsWith(prefix);
            if (!ownKey) {
                expectForbidden(user + " reads " + key, connection, "GET " + key);
            }
            if (!ownKey || !writes) {
                expectForbidden(user + " writes " + key, connection, "SET " + key + " x");
                expectForbidden(user + " deletes " + key, connection, "DEL " + key);
                expectForbidden(
                        user + " runs a script on " + key,
                        connection,
                        "EVAL return(redis.call('SET',KEYS[1],'x')) 1 " + key);
            }
        }
    }

    /** Connects as users that the cluster does not know and as known users with a wrong password or none. */
    private void attemptWrongCredentials(RedisAccessClient accessClient, Row row, PlatformDescription.Redis cluster) {
        List<String> known = table.rows().stream()
                .filter(other -> other.text("cluster").equals(row.text("cluster")))
                .map(other -> other.name("user"))
                .toList();
        String address = cluster.nodes().getFirst();
        cluster.passwords().forEach((name, password) -> {
            if (!known.contains(name) && !name.equals(SystemUsers.ADMIN) && !name.equals(SystemUsers.REPLICATOR)) {
                expectAuthenticationFailure(
                        accessClient,
                        name + ", a user without an ACL in this cluster,",
                        "redis://%s:%s@%s".formatted(name, password, address));
            }
            known.stream()
                    .filter(other -> !other.equals(name))
                    .forEach(other -> expectAuthenticationFailure(
                            accessClient,
                            other + " with the password of " + name,
                            "redis://%s:%s@%s".formatted(other, password, address)));
        });
        expectAuthenticationFailure(accessClient, "a client without credentials", "redis://" + address);
        expectAuthenticationFailure(accessClient, "the default user", "redis://default:any@" + address);
    }

    private void expectAuthenticationFailure(RedisAccessClient accessClient, String client, String uri) {
        refusals.expectRefusal(
                client + " connects", RedisAccessAttempts::isAuthenticationFailure, () -> accessClient.connect(uri));
    }

    static boolean isAuthenticationFailure(Throwable failure) {
        return messageContains(failure, "WRONGPASS") || messageContains(failure, "NOAUTH");
    }

    private void expectForbidden(
            String description, StatefulRedisConnection<String, String> connection, String command) {
        List<String> words = List.of(command.split(" "));
        refusals.expectRefusal(
                description,
                failure -> messageContains(failure, "NOPERM") || messageContains(failure, "permission"),
                () -> {
                    CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8);
                    words.subList(1, words.size()).forEach(arguments::add);
                    connection
                            .sync()
                            .dispatch(
                                    new CommandName(words.getFirst()), new StatusOutput<>(StringCodec.UTF8), arguments);
                });
    }

    private static boolean messageContains(Throwable failure, String word) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains(word)) {
                return true;
            }
        }
        return false;
    }

    private static RedisURI address(String uri) {
        RedisURI address = RedisURI.create(uri);
        address.setTimeout(BOUND);
        return address;
    }

    /** A command name. */
    private record CommandName(String text) implements ProtocolKeyword {
        @Override
        public byte[] getBytes() {
            return text.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
