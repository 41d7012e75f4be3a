package dev.firstcome.user.token;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The key pairs of the key folder, read once. A folder without a usable key stops the start. */
@Component
public final class SigningKeys {
    private static final String SUFFIX = ".pem";
    private static final int BITS_MIN = 2048;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern ARMOUR = Pattern.compile("-----(BEGIN|END) PRIVATE KEY-----");

    private final List<RSAKey> keys;

    SigningKeys(SigningKeyProperties properties) {
        this.keys = read(properties.keyDirectory());
        if (keys.isEmpty()) {
            throw new IllegalStateException("no <kid>.pem in the folder of user.tokens.key-directory");
        }
    }

    /** The key that signs now. */
    public RSAKey current() {
        return keys.getLast();
    }

    /** Public halves only. */
    public JWKSet published() {
        return new JWKSet(keys.stream().<JWK>map(RSAKey::toPublicJWK).toList());
    }

    private static List<RSAKey> read(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .map(SigningKeys::key)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("user.tokens.key-directory cannot be read", unreadable);
        }
    }

    private static RSAKey key(Path file) {
        String name = file.getFileName().toString();
        String kid = name.substring(0, name.length() - SUFFIX.length());
        try {
            if (!(KeyFactory.getInstance("RSA").generatePrivate(encoded(file)) instanceof RSAPrivateCrtKey pair)
                    || pair.getModulus().bitLength() < BITS_MIN
                    || !NAME.matcher(kid).matches()) {
                throw new IllegalStateException(name + " is no RSA key of at least " + BITS_MIN + " bits");
            }
            return new RSAKey.Builder(publicHalf(pair.getModulus(), pair.getPublicExponent()))
                    .privateKey(pair)
                    .keyID(kid)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .build();
        } catch (IOException | GeneralSecurityException unusable) {
            throw new IllegalStateException(name + " is no PKCS#8 RSA private key", unusable);
        }
    }

    private static PKCS8EncodedKeySpec encoded(Path file) throws IOException {
        String body = ARMOUR.matcher(Files.readString(file)).replaceAll("");
        return new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body));
    }

    private static RSAPublicKey publicHalf(BigInteger modulus, BigInteger exponent) throws GeneralSecurityException {
        return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
    }
}
