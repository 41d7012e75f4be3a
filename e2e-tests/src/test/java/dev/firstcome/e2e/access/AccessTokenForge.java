package dev.firstcome.e2e.access;

import dev.firstcome.local.layout.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/**
 * Creates operators' access tokens with the platform's own key: expired ones, and those of many operators, whose calls
 * are limited each for itself.
 */
public final class AccessTokenForge {
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    /** A rotated key is published everywhere by then. */
    private static final Duration KEY_AGE_MIN = Duration.ofMinutes(5);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String kid;
    private final PrivateKey key;

    /** @param secrets the platform's secrets directory */
    public AccessTokenForge(Path secrets) {
        Path file = new Secrets(secrets).tokenKeys().lastOlderThan(KEY_AGE_MIN);
        this.kid = file.getFileName().toString().replaceFirst("\\.pem$", "");
        try {
            byte[] encoded =
                    Base64.getMimeDecoder().decode(Files.readString(file).replaceAll("-----[A-Z ]+-----", ""));
            this.key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key " + file + " could not be read", e);
        }
    }

    /** A token of an operator that is valid for ten minutes from then on. */
    public String operator(UUID subject, Instant from) {
        Map<String, Object> claims = Map.of(
                "iss", "firstcome",
                "aud", "firstcome",
                "sub", subject.toString(),
                "jti", UUID.randomUUID().toString(),
                "iat", from.getEpochSecond(),
                "exp", from.plus(LIFETIME).getEpochSecond(),
                "roles", List.of("OPERATOR"),
                "segments", List.of());
        String content = encode(Map.of("alg", "RS256", "typ", "JWT", "kid", kid)) + "." + encode(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(Map<String, ?> content) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(content));
    }
}
