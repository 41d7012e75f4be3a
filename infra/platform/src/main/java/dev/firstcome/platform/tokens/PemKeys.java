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

/** RSA keys in files {@code <kid>.pem}: private ones as PKCS#8, public ones as X.509, of 2,048 bits at least. */
public final class PemKeys {
    private static final String SUFFIX = ".pem";
    private static final int BITS_MIN = 2048;
    private static final Pattern KID = Pattern.compile("[A-Za-z0-9._-]{1,80}");
    private static final Pattern ARMOUR = Pattern.compile("-----(BEGIN|END) (PRIVATE|PUBLIC) KEY-----");

    private PemKeys() {}

    /** The key files of a folder, in the order of their names. */
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
            throw new IllegalStateException(name + " cannot be the id of a key");
        }
        return kid;
    }

    /** @throws IllegalStateException if the file holds no such key */
    public static RSAKey privateKey(Path file) {
        try {
            if (!(factory().generatePrivate(new PKCS8EncodedKeySpec(encoded(file))) instanceof RSAPrivateCrtKey pair)) {
                throw new IllegalStateException(file.getFileName() + " lacks its public half");
            }
            return key(file, publicHalf(pair.getModulus(), pair.getPublicExponent()))
                    .privateKey(pair)
                    .build();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
            throw new IllegalStateException(file.getFileName() + " is no PKCS#8 RSA private key", unusable);
        }
    }

    /** @throws IllegalStateException if the file holds no such key */
    public static RSAKey publicKey(Path file) {
        try {
            return key(file, (RSAPublicKey) factory().generatePublic(new X509EncodedKeySpec(encoded(file))))
                    .build();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
            throw new IllegalStateException(file.getFileName() + " is no X.509 RSA public key", unusable);
        }
    }

    private static RSAKey.Builder key(Path file, RSAPublicKey key) {
        if (key.getModulus().bitLength() < BITS_MIN) {
            throw new IllegalStateException(file.getFileName() + " has fewer than " + BITS_MIN + " bits");
        }
        return new RSAKey.Builder(key).keyID(kid(file)).keyUse(KeyUse.SIGNATURE).algorithm(JWSAlgorithm.RS256);
    }

    private static byte[] encoded(Path file) throws IOException {
        String body = ARMOUR.matcher(Files.readString(file)).replaceAll("");
        return Base64.getMimeDecoder().decode(body);
    }

    private static RSAPublicKey publicHalf(BigInteger modulus, BigInteger exponent) throws GeneralSecurityException {
        return (RSAPublicKey) factory().generatePublic(new RSAPublicKeySpec(modulus, exponent));
    }

    private static KeyFactory factory() throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA");
    }
}
