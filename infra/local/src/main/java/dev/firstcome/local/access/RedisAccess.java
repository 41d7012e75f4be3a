package dev.firstcome.local.access;

import dev.firstcome.local.layout.ServiceDefinition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The users of one Redis cluster and their permissions. The default user is disabled, so each connection must
 * authenticate. It has all permissions nevertheless: a server that loads its append-only file checks the default user's
 * permissions before it executes a transaction, such as the writes of a script, and would skip it.
 *
 * @param services the prefix of the accessible keys by service
 */
public record RedisAccess(List<ServiceKeys> services) {
    /** The coupon cluster: the state of the coupon log. */
    public static final RedisAccess COUPON =
            new RedisAccess(List.of(new ServiceKeys(ServiceDefinition.COUPON, "coupon:")));

    /** The cache cluster: rate limits and products. */
    public static final RedisAccess CACHE = new RedisAccess(List.of(
            new ServiceKeys(ServiceDefinition.GATEWAY, "limit:"),
            new ServiceKeys(ServiceDefinition.CATALOG, "catalog:")));

    /** Commands with which a client identifies the server and reads the slot map. */
    private static final String CLIENT =
            "+hello +auth +ping +quit +reset +select +readonly +readwrite +command +client|setname +client|getname"
                    + " +client|id +cluster|slots +cluster|nodes +cluster|shards +cluster|myid +cluster|info +info";

    private static final String SERVICE = "-@all +@read +@write +@scripting -@dangerous -@admin -script +script|load"
            + " -eval_ro -evalsha_ro -function -fcall -fcall_ro +time " + CLIENT;

    private static final String AUDITOR = "-@all +@read -keys -randomkey " + CLIENT;

    /** The key prefix of a service. */
    public record ServiceKeys(String service, String prefix) {}

    public boolean knows(String service) {
        return services.stream().anyMatch(keys -> keys.service().equals(service));
    }

    /** Returns the users as lines of the server configuration, with hashed passwords. */
    public String lines(Credentials credentials) {
        List<String> lines = new ArrayList<>();
        lines.add("user default reset off ~* &* +@all");
        lines.add(user(SystemUsers.ADMIN, credentials, "~* &* +@all"));
        lines.add(user(SystemUsers.REPLICATOR, credentials, "resetchannels -@all +psync +replconf +ping"));
        lines.add(user(SystemUsers.AUDITOR, credentials, "%R~* resetchannels " + AUDITOR));
        for (ServiceKeys keys : services) {
            lines.add(user(keys.service(), credentials, "~" + keys.prefix() + "* resetchannels " + SERVICE));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String user(String name, Credentials credentials, String rights) {
        return "user " + name + " reset on #" + sha256(credentials.redis(name)) + " " + rights;
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
