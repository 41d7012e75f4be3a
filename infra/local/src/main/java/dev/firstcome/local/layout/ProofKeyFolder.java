package dev.firstcome.local.layout;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The keys that sign receipts and proofs, {@code <id>.pem}, the newest last by name. The public halves stay for ever: what
 * an old key has signed must stay verifiable.
 */
public final class ProofKeyFolder {
    private static final String SUFFIX = ".pem";

    private final Path folder;

    ProofKeyFolder(Path folder) {
        this.folder = folder;
    }

    /** The newest private key, made if there is none. */
    public synchronized Path privateKey() {
        List<Path> keys = KeyFolder.pemFiles(privates());
        return keys.isEmpty() ? add() : keys.getLast();
    }

    /** The folder of all public keys. */
    public Path publicKeys() {
        Path publics = folder.resolve("public");
        KeyFolder.create(publics);
        return publics;
    }

    /** A new key, which signs from the next start of the service on. */
    public synchronized Path add() {
        PemKey key = PemKey.freshForProofs(Instant.now());
        Path made = privates().resolve(key.id() + SUFFIX);
        // The public half first: what can sign can be verified.
        FileTree.writePrivate(publicKeys().resolve(key.id() + SUFFIX), key.publicText());
        FileTree.writePrivate(made, key.privateText());
        return made;
    }

    private Path privates() {
        Path privates = folder.resolve("private");
        KeyFolder.create(privates);
        return privates;
    }
}
