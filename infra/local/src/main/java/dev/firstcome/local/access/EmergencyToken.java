package dev.firstcome.local.access;

import dev.firstcome.local.layout.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * An operator's access token that this machine signs itself. With it, a user who can read the secrets can set switches
 * while user-service or its databases are unavailable. It is valid for one minute, and the audit trail shows its own
 * actor.
 */
public final class EmergencyToken {
    /** The actor in the audit trail. */
    public static final UUID ACTOR = new UUID(0x0000_0000_0000_7000L, 0x8000_0000_0000_0001L);

    private static final Duration LIFETIME = Duration.ofSeconds(60);

    /**
     * The minimum age of the signing key. By then every service has fetched a new key, unless user-service is
     * unavailable. The previous key is published for fifteen minutes after a rotation, until its last token expires.
     */
    private static final Duration KEY_AGE_MIN = Duration.ofMinutes(5);

    private EmergencyToken() {}

    public static String of(Secrets secrets, Instant now) {
        Map<String, Object> claims = new TreeMap<>(Map.of(
                "iss", "firstcome",
                "aud", "firstcome",
                "sub", ACTOR.toString(),
                "jti", UUID.randomUUID().toString(),
                "iat", now.getEpochSecond(),
                "exp", now.plus(LIFETIME).getEpochSecond(),
                "roles", List.of("OPERATOR"),
                "segments", List.of()));
        return TokenSigner.read(secrets.tokenKeys().lastOlderThan(KEY_AGE_MIN)).sign(claims);
    }
}
