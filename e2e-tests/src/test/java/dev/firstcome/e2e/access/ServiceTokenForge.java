package dev.firstcome.e2e.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** Creates valid and invalid service tokens, signed with a key of the platform or with a new key. */
public final class ServiceTokenForge {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String kid;
    private final PrivateKey key;

    private ServiceTokenForge(String kid, PrivateKey key) {
        this.kid = kid;
        this.key = key;
    }

    /** Uses the newest private key of the service from the platform's secrets directory. */
    public static ServiceTokenForge of(String service, Path secrets) {
        try (Stream<Path> files = Files.list(secrets.resolve("service-keys/private"))) {
            Path file = files.filter(found -> found.getFileName().toString().startsWith(service + "."))
                    .max(Path::compareTo)
                    .orElseThrow();
            byte[] encoded =
                    Base64.getMimeDecoder().decode(Files.readString(file).replaceAll("-----[A-Z ]+-----", ""));
            return new ServiceTokenForge(
                    file.getFileName().toString().replaceFirst("\\.pem$", ""),
                    KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key of " + service + " could not be read", e);
        }
    }

    /** Uses a new key under the id of the published one. */
    public ServiceTokenForge withUnknownKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return new ServiceTokenForge(kid, generator.generateKeyPair().getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Returns a token from {@code issuer} for {@code audience} that is valid from {@code from} for {@code lifetime}.
     */
    public String token(String issuer, String audience, Instant from, Duration lifetime) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("sub", issuer);
        claims.put("aud", audience);
        claims.put("iat", from.getEpochSecond());
        claims.put("exp", from.plus(lifetime).getEpochSecond());
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

    private static String encode(Map<String, Object> content) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(content));
    }
}
