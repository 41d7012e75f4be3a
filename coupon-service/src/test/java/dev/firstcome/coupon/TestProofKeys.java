package dev.firstcome.coupon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Base64;

/** A key pair for proofs, stored in the files that the service reads. */
public final class TestProofKeys {
    public static final String ID = "test-key";

    private final String id;
    private final Path folder;
    private final KeyPair pair;

    public TestProofKeys() {
        this(ID);
    }

    public TestProofKeys(String id) {
        this.id = id;
        try {
            folder = Files.createTempDirectory("proof-keys");
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            write(
                    Files.createDirectory(folder.resolve("private")),
                    "PRIVATE",
                    pair.getPrivate().getEncoded());
            write(
                    Files.createDirectory(folder.resolve("public")),
                    "PUBLIC",
                    pair.getPublic().getEncoded());
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void write(Path to, String kind, byte[] encoded) throws IOException {
        String body = Base64.getMimeEncoder().encodeToString(encoded);
        Files.writeString(
                to.resolve(id + ".pem"),
                "-----BEGIN %s KEY-----\n%s\n-----END %s KEY-----\n".formatted(kind, body, kind));
    }

    public Path privateKey() {
        return folder.resolve("private").resolve(id + ".pem");
    }

    public Path publicKeys() {
        return folder.resolve("public");
    }

    /** Adds the public key of this pair to the public keys of another one. */
    public void addTo(TestProofKeys others) {
        try {
            write(others.publicKeys(), "PUBLIC", pair.getPublic().getEncoded());
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    public PublicKey publicKey() {
        return pair.getPublic();
    }
}
