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

/** Every user of a cluster tries what its row of the table does not allow. What is refused is so before any slot is looked at. */
public final class RedisAccessAttempts {
    private static final Duration BOUND = Duration.ofSeconds(30);

    private static final List<String> KEYS_OF_ALL =
            List.of("coupon:{x}:epoch", "limit:x", "catalog:product:x", "anything");

    /** Each would change, stop, spy on, or take over a server. */
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

    public void all() {
        try (RedisClient client = RedisClient.create();
                RedisAccessClient stranger = new RedisAccessClient()) {
            for (Row row : table.rows()) {
                PlatformDescription.Redis cluster = Objects.requireNonNull(clusters.get(row.name("cluster")));
                String user = row.name("user");
                try (StatefulRedisConnection<String, String> connection =
                        client.connect(address(cluster.uris(user).getFirst()))) {
                    keys(row, connection);
                    ADMINISTRATION.forEach(command -> isForbidden(user + ": " + command, connection, command));
                }
                strangers(stranger, row, cluster);
            }
        }
    }

    private void keys(Row row, StatefulRedisConnection<String, String> connection) {
        String user = row.name("user");
        String pattern = row.name("keys");
        String prefix = pattern.substring(0, pattern.length() - 1);
        boolean writes = row.text("may").contains("write");
        for (String key : KEYS_OF_ALL) {
            boolean own = key.startsWith(prefix);
            if (!own) {
                isForbidden(user + " reads " + key, connection, "GET " + key);
            }
            if (!own || !writes) {
                isForbidden(user + " writes " + key, connection, "SET " + key + " x");
                isForbidden(user + " deletes " + key, connection, "DEL " + key);
                isForbidden(
                        user + " runs a script on " + key,
                        connection,
                        "EVAL return(redis.call('SET',KEYS[1],'x')) 1 " + key);
            }
        }
    }

    /** Those whom the cluster does not know, and those who are known but come with another password or none. */
    private void strangers(RedisAccessClient stranger, Row row, PlatformDescription.Redis cluster) {
        List<String> known = table.rows().stream()
                .filter(other -> other.text("cluster").equals(row.text("cluster")))
                .map(other -> other.name("user"))
                .toList();
        String address = cluster.nodes().getFirst();
        cluster.passwords().forEach((name, password) -> {
            if (!known.contains(name) && !name.equals(SystemUsers.ADMIN) && !name.equals(SystemUsers.REPLICATOR)) {
                isTurnedAway(
                        stranger,
                        name + ", whom the cluster does not know",
                        "redis://%s:%s@%s".formatted(name, password, address));
            }
            known.stream()
                    .filter(other -> !other.equals(name))
                    .forEach(other -> isTurnedAway(
                            stranger,
                            other + " with the password of " + name,
                            "redis://%s:%s@%s".formatted(other, password, address)));
        });
        isTurnedAway(stranger, "nobody", "redis://" + address);
        isTurnedAway(stranger, "the default user", "redis://default:any@" + address);
    }

    private void isTurnedAway(RedisAccessClient stranger, String who, String uri) {
        refusals.mustBeRefused(who + " connects", RedisAccessAttempts::isTurnedAway, () -> stranger.ask(uri));
    }

    static boolean isTurnedAway(Throwable refused) {
        return says(refused, "WRONGPASS") || says(refused, "NOAUTH");
    }

    private void isForbidden(String what, StatefulRedisConnection<String, String> connection, String command) {
        List<String> words = List.of(command.split(" "));
        refusals.mustBeRefused(what, refused -> says(refused, "NOPERM") || says(refused, "permission"), () -> {
            CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8);
            words.subList(1, words.size()).forEach(arguments::add);
            connection.sync().dispatch(new Word(words.getFirst()), new StatusOutput<>(StringCodec.UTF8), arguments);
        });
    }

    private static boolean says(Throwable refused, String word) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
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

    /** A command by its name. */
    private record Word(String text) implements ProtocolKeyword {
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
