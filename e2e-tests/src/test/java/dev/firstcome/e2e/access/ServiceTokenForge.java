package dev.firstcome.e2e.access;

import dev.firstcome.local.access.TokenSigner;
import dev.firstcome.local.layout.Secrets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Creates valid and invalid service tokens, signed with a key of the platform or with a new key. */
public final class ServiceTokenForge {
    private final TokenSigner signer;

    private ServiceTokenForge(TokenSigner signer) {
        this.signer = signer;
    }

    /** Uses the newest private key of the service from the platform's secrets directory. */
    public static ServiceTokenForge of(String service, Path secrets) {
        return new ServiceTokenForge(
                TokenSigner.read(new Secrets(secrets).serviceKeys().privateKey(service)));
    }

    /** Uses a new key under the id of the published one. */
    public ServiceTokenForge withUnknownKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return new ServiceTokenForge(
                    new TokenSigner(signer.keyId(), generator.generateKeyPair().getPrivate()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    /**
     * Returns a token from {@code issuer} for {@code audience} that is valid from {@code from} for {@code lifetime}.
     */
    public String token(String issuer, String audience, Instant from, Duration lifetime) {
        return signer.sign(Map.of(
                "iss", issuer,
                "sub", issuer,
                "aud", audience,
                "iat", from.getEpochSecond(),
                "exp", from.plus(lifetime).getEpochSecond()));
    }
}
