package dev.firstcome.local.access;

import dev.firstcome.local.layout.LocalPlatformException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Signs JSON Web Tokens with RS256.
 *
 * @param keyId the {@code kid} of the tokens, by which services find the public key
 */
public record TokenSigner(String keyId, PrivateKey key) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /**
     * Reads a private RSA key in PKCS #8. The key id is the name of the file without {@code .pem}.
     *
     * @throws LocalPlatformException if the file does not contain such a key
     */
    public static TokenSigner read(Path pem) {
        try {
            String body = Files.readString(pem).replaceAll("-----[A-Z ]+-----", "");
            byte[] encoded = Base64.getMimeDecoder().decode(body);
            return new TokenSigner(
                    pem.getFileName().toString().replaceFirst("\\.pem$", ""),
                    KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw LocalPlatformException.failed("The private key " + pem + " cannot be read", e);
        }
    }

    /** Returns the signed token in the compact serialization of RFC 7515. */
    public String sign(Map<String, ?> claims) {
        String content = encode(Map.of("alg", "RS256", "typ", "JWT", "kid", keyId)) + "." + encode(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key " + keyId + " cannot sign with RS256", e);
        }
    }

    private static String encode(Map<String, ?> content) {
        return BASE64.encodeToString(JSON.writeValueAsBytes(content));
    }
}
