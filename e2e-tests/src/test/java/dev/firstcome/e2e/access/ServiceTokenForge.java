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

/** Makes service tokens, right and wrong ones, with the keys of a platform or with one of its own. */
public final class ServiceTokenForge {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String kid;
    private final PrivateKey key;

    private ServiceTokenForge(String kid, PrivateKey key) {
        this.kid = kid;
        this.key = key;
    }

    /** With the key of a service, as it lies in the platform's folder of secrets. */
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
            throw new IllegalStateException("the key of " + service + " cannot be read", e);
        }
    }

    /** With a key that nobody knows, under the id of one that is known. */
    public ServiceTokenForge withAKeyOfItsOwn() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return new ServiceTokenForge(kid, generator.generateKeyPair().getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token that says it is of {@code issuer}, for {@code audience}, good from then for so long. */
    public String token(String issuer, String audience, Instant from, Duration life) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("sub", issuer);
        claims.put("aud", audience);
        claims.put("iat", from.getEpochSecond());
        claims.put("exp", from.plus(life).getEpochSecond());
        String content = part(Map.of("alg", "RS256", "typ", "JWT", "kid", kid)) + "." + part(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(Map<String, Object> content) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(content));
    }
}
