package dev.firstcome.local.layout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The private key of each service, and the folder of all public keys, {@code <service>.<id>.pem}. */
public final class ServiceKeyFolders {
    private static final String SUFFIX = ".pem";

    private final Path folder;

    ServiceKeyFolders(Path folder) {
        this.folder = folder;
    }

    /** Returns the newest private key of a service. Creates it if there is none. */
    public synchronized Path privateKey(String service) {
        List<Path> own = keysOf(service, privates());
        return own.isEmpty() ? add(service) : own.getLast();
    }

    /** The folder of the public keys. */
    public Path publicKeys() {
        Path publics = folder.resolve("public");
        KeyFolder.create(publics);
        return publics;
    }

    /** Adds a new key. Called services accept both keys from now on. */
    public synchronized Path add(String service) {
        PemKey key = PemKey.fresh(Instant.now());
        String name = service + "." + key.id() + SUFFIX;
        // The public key first, so that each signature can be verified.
        FileTree.writePrivate(publicKeys().resolve(name), key.publicText());
        FileTree.writePrivate(privates().resolve(name), key.privateText());
        return privates().resolve(name);
    }

    /** Removes all keys of a service but the newest. Only the newest is valid from now on. */
    public synchronized void removeOld(String service) {
        Path kept = privateKey(service).getFileName();
        try {
            for (Path all : List.of(privates(), publicKeys())) {
                for (Path key : keysOf(service, all)) {
                    if (!key.getFileName().equals(kept)) {
                        Files.delete(key);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove the old keys of " + service, e);
        }
    }

    private Path privates() {
        Path privates = folder.resolve("private");
        KeyFolder.create(privates);
        return privates;
    }

    private static List<Path> keysOf(String service, Path all) {
        return KeyFolder.pemFiles(all).stream()
                .filter(key -> key.getFileName().toString().startsWith(service + "."))
                .toList();
    }
}
