package dev.firstcome.model.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The public keys of the shop by id, one file {@code <id>.pem} per key. Former keys verify earlier proofs. */
public final class PublicKeys {
    private static final String ALGORITHM = "Ed25519";
    private static final String SUFFIX = ".pem";
    private static final Pattern ARMOUR = Pattern.compile("-----(BEGIN|END) PUBLIC KEY-----");

    private final Map<String, PublicKey> keys;
    private final @Nullable PublicKey only;

    private PublicKeys(Map<String, PublicKey> keys, @Nullable PublicKey only) {
        this.keys = Map.copyOf(keys);
        this.only = only;
    }

    /**
     * @param path a file with one key, which is used for every key id, or a folder of key files
     * @throws ProofMismatchException if there is no public key
     */
    public static PublicKeys at(Path path) {
        try {
            return Files.isDirectory(path)
                    ? new PublicKeys(allIn(path), null)
                    : new PublicKeys(Map.of(), key(Files.readString(path)));
        } catch (IOException missing) {
            throw new UncheckedIOException("No public key can be read at " + path, missing);
        }
    }

    public static PublicKeys of(String id, PublicKey key) {
        return new PublicKeys(Map.of(id, key), null);
    }

    private static Map<String, PublicKey> allIn(Path folder) throws IOException {
        Map<String, PublicKey> keys = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                keys.put(idOf(file), key(Files.readString(file)));
            }
        }
        if (keys.isEmpty()) {
            throw new ProofMismatchException("There is no public key in " + folder);
        }
        return keys;
    }

    boolean verify(String id, byte[] message, byte[] signature) {
        PublicKey key = keys.getOrDefault(id, only);
        if (key == null) {
            return false;
        }
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    private static PublicKey key(String pem) {
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(ARMOUR.matcher(pem).replaceAll(""));
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException unusable) {
            throw new ProofMismatchException("Not an X.509 Ed25519 public key in PEM format: " + pem.strip(), unusable);
        }
    }

    private static String idOf(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - SUFFIX.length());
    }
}
