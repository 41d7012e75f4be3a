package dev.firstcome.coupon.proof;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The signing key, and the public keys of all present and former signing keys, so that old proofs stay verifiable. */
@Component
public final class ProofKeys {
    private static final String ALGORITHM = "Ed25519";
    private static final String SUFFIX = ".pem";
    private static final Pattern ARMOUR = Pattern.compile("-----(BEGIN|END) (PRIVATE|PUBLIC) KEY-----");

    private final Path folder;
    private final String keyId;
    private final PrivateKey key;
    private volatile Map<String, PublicKey> known = Map.of();

    public ProofKeys(ProofProperties properties) {
        folder = properties.publicKeys();
        keyId = idOf(properties.key());
        try {
            key = KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(decoded(properties.key())));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
            throw new IllegalStateException(properties.key() + " is not a PKCS#8 Ed25519 private key", unusable);
        }
    }

    /** The id of the signing key. */
    public String keyId() {
        return keyId;
    }

    /** Deterministic: the same message always has the same signature. */
    public byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("cannot sign with the configured key", impossible);
        }
    }

    public boolean verify(String id, byte[] message, byte[] signature) {
        PublicKey signer = find(id);
        if (signer == null) {
            return false;
        }
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(signer);
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    /** All public keys in X.509 form, by id. */
    public Map<String, byte[]> all() {
        Map<String, byte[]> all = new TreeMap<>();
        read().forEach((id, signer) -> all.put(id, signer.getEncoded()));
        return all;
    }

    private @Nullable PublicKey find(String id) {
        PublicKey signer = known.get(id);
        return signer == null && hasFile(id) ? read().get(id) : signer;
    }

    /** Callers can send arbitrary ids. Only an id with an existing file reloads the folder. */
    private boolean hasFile(String id) {
        return id.matches("[A-Za-z0-9._-]{1,80}") && Files.exists(folder.resolve(id + SUFFIX));
    }

    private Map<String, PublicKey> read() {
        Map<String, PublicKey> found = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                found.put(
                        idOf(file),
                        KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(decoded(file))));
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
            throw new IllegalStateException(
                    folder + " contains a file that is not an X.509 Ed25519 public key", unusable);
        }
        known = Map.copyOf(found);
        return found;
    }

    private static byte[] decoded(Path file) throws IOException {
        return Base64.getMimeDecoder()
                .decode(ARMOUR.matcher(Files.readString(file)).replaceAll(""));
    }

    private static String idOf(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }
}
