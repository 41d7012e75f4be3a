package dev.firstcome.local.access;

import dev.firstcome.local.layout.ServiceDefinition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The users of one Redis cluster, and what each may do there. The default user is off, so a connection without a name and a
 * password can do nothing. It has all rights nevertheless: a server that reads its append-only file asks for its rights before
 * it carries out what came together, as all that a script wrote does, and would leave that out.
 *
 * @param services each with the prefix of the keys that it sees
 */
public record RedisAccess(List<ServiceKeys> services) {
    /** The coupon cluster: the state of the coupon log. */
    public static final RedisAccess COUPON =
            new RedisAccess(List.of(new ServiceKeys(ServiceDefinition.COUPON, "coupon:")));

    /** The cache cluster: rate limits and products. */
    public static final RedisAccess CACHE = new RedisAccess(List.of(
            new ServiceKeys(ServiceDefinition.GATEWAY, "limit:"),
            new ServiceKeys(ServiceDefinition.CATALOG, "catalog:")));

    /** A client has to ask who it is talking to and where the slots are. */
    private static final String CLIENT =
            "+hello +auth +ping +quit +reset +select +readonly +readwrite +command +client|setname +client|getname"
                    + " +client|id +cluster|slots +cluster|nodes +cluster|shards +cluster|myid +cluster|info +info";

    private static final String SERVICE = "-@all +@read +@write +@scripting -@dangerous -@admin -script +script|load"
            + " -eval_ro -evalsha_ro -function -fcall -fcall_ro +time " + CLIENT;

    private static final String AUDITOR = "-@all +@read -keys -randomkey " + CLIENT;

    /** A service's keys. */
    public record ServiceKeys(String service, String prefix) {}

    public boolean knows(String service) {
        return services.stream().anyMatch(keys -> keys.service().equals(service));
    }

    /** The users as lines of a server's configuration; passwords stand there as hashes. */
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
