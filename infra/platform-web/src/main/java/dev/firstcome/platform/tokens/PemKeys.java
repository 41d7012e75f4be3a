package dev.firstcome.platform.tokens;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads RSA keys from files {@code <kid>.pem}: private keys in PKCS#8, public keys in X.509, with at least 2,048 bits.
 */
public final class PemKeys {
    private static final String SUFFIX = ".pem";
    private static final int BITS_MIN = 2048;
    private static final Pattern KID = Pattern.compile("[A-Za-z0-9._-]{1,80}");
    private static final Pattern PEM_BOUNDARY = Pattern.compile("-----(BEGIN|END) (PRIVATE|PUBLIC) KEY-----");

    private PemKeys() {}

    /** Lists the key files of a folder, sorted by name. */
    public static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    public static String kid(Path file) {
        String name = file.getFileName().toString();
        String kid = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        if (!KID.matcher(kid).matches()) {
            throw new IllegalStateException("the file name " + name + " is not a valid key id");
        }
        return kid;
    }

    /** @throws IllegalStateException if the file contains no valid key */
    public static RSAKey privateKey(Path file) {
        try {
            if (!(factory().generatePrivate(new PKCS8EncodedKeySpec(encoded(file)))
                    instanceof RSAPrivateCrtKey privateKey)) {
                throw new IllegalStateException(file.getFileName() + " does not contain the public exponent");
            }
            return key(file, publicKeyOf(privateKey.getModulus(), privateKey.getPublicExponent()))
                    .privateKey(privateKey)
                    .build();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException invalid) {
            throw new IllegalStateException(file.getFileName() + " is not an RSA private key in PKCS#8", invalid);
        }
    }

    /** @throws IllegalStateException if the file contains no valid key */
    public static RSAKey publicKey(Path file) {
        try {
            return key(file, (RSAPublicKey) factory().generatePublic(new X509EncodedKeySpec(encoded(file))))
                    .build();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException invalid) {
            throw new IllegalStateException(file.getFileName() + " is not an RSA public key in X.509", invalid);
        }
    }

    private static RSAKey.Builder key(Path file, RSAPublicKey key) {
        if (key.getModulus().bitLength() < BITS_MIN) {
            throw new IllegalStateException(file.getFileName() + " has fewer than " + BITS_MIN + " bits");
        }
        return new RSAKey.Builder(key).keyID(kid(file)).keyUse(KeyUse.SIGNATURE).algorithm(JWSAlgorithm.RS256);
    }

    private static byte[] encoded(Path file) throws IOException {
        String body = PEM_BOUNDARY.matcher(Files.readString(file)).replaceAll("");
        return Base64.getMimeDecoder().decode(body);
    }

    private static RSAPublicKey publicKeyOf(BigInteger modulus, BigInteger exponent) throws GeneralSecurityException {
        return (RSAPublicKey) factory().generatePublic(new RSAPublicKeySpec(modulus, exponent));
    }

    private static KeyFactory factory() throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA");
    }
}
