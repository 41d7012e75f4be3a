package dev.firstcome.local.access;

import dev.firstcome.local.layout.LocalPlatformException;
import dev.firstcome.local.layout.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/**
 * An operator token that requires no service. A user who can read the secrets of this machine can change switches while
 * user-service or its databases are unavailable. It is valid for a minute, and the audit trail shows its use.
 */
public final class EmergencyToken {
    /** The author in the audit trail. */
    public static final UUID ACTOR = new UUID(0x0000_0000_0000_7000L, 0x8000_0000_0000_0001L);

    private static final Duration LIFE = Duration.ofSeconds(60);

    /**
     * By then a new key is known everywhere, unless user-service is away, and the one before it is still published:
     * that ends after a quarter of an hour, when its last token has.
     */
    private static final Duration KEY_KNOWN_AFTER = Duration.ofMinutes(5);

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private EmergencyToken() {}

    public static String of(Secrets secrets, Instant now) {
        Path key = secrets.tokenKeys().lastOlderThan(KEY_KNOWN_AFTER);
        String id = key.getFileName().toString().replaceFirst("\\.pem$", "");
        Map<String, Object> claims = new TreeMap<>(Map.of(
                "iss", "firstcome",
                "aud", "firstcome",
                "sub", ACTOR.toString(),
                "jti", UUID.randomUUID().toString(),
                "iat", now.getEpochSecond(),
                "exp", now.plus(LIFE).getEpochSecond(),
                "roles", List.of("OPERATOR"),
                "segments", List.of()));
        String content = part(Map.of("alg", "RS256", "typ", "JWT", "kid", id)) + "." + part(claims);
        return content + "." + BASE64.encodeToString(signature(key, content));
    }

    private static byte[] signature(Path key, String content) {
        try {
            String text = Files.readString(key).replaceAll("-----[A-Z ]+-----", "");
            byte[] encoded = Base64.getMimeDecoder().decode(text);
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (IOException | GeneralSecurityException e) {
            throw LocalPlatformException.failed("The key " + key + " cannot be used", e);
        }
    }

    private static String part(Map<String, ?> content) {
        return BASE64.encodeToString(JSON.writeValueAsBytes(content));
    }
}
