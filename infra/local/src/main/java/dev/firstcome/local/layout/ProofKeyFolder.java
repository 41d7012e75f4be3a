package dev.firstcome.local.layout;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The keys {@code <id>.pem} that sign receipts and proofs. The newest is the last by name. Public keys are never
 * deleted, because the signatures of former keys must remain verifiable.
 */
public final class ProofKeyFolder {
    private static final String SUFFIX = ".pem";

    private final Path folder;

    ProofKeyFolder(Path folder) {
        this.folder = folder;
    }

    /** Returns the newest private key. Creates it if there is none. */
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

    /** Adds a key, which the service uses after its next start. */
    public synchronized Path add() {
        PemKey key = PemKey.freshForProofs(Instant.now());
        Path made = privates().resolve(key.id() + SUFFIX);
        // The public key first, so that each signature can be verified.
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
