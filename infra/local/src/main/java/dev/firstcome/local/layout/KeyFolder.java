package dev.firstcome.local.layout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** A folder of private keys {@code <id>.pem} that only their owner can read. The newest is the last by name. */
public final class KeyFolder {
    private static final String SUFFIX = ".pem";

    private final Path folder;

    KeyFolder(Path folder) {
        this.folder = folder;
    }

    /** Returns the folder, which contains at least one key. */
    public synchronized Path withAKey() {
        create(folder);
        if (keys().isEmpty()) {
            add(PemKey.fresh(Instant.now()));
        }
        return folder;
    }

    /** Returns the newest key of at least this age; the first key if there is none. */
    public synchronized Path lastOlderThan(Duration age) {
        withAKey();
        Instant before = Instant.now().minus(age);
        List<Path> keys = keys();
        return keys.reversed().stream()
                .filter(key -> addedAt(key).isBefore(before))
                .findFirst()
                .orElse(keys.getFirst());
    }

    /** Adds a key, removes keys that were replaced at least this long ago, and returns the id of the new key. */
    public synchronized String rotate(Duration replacedFor) {
        withAKey();
        PemKey fresh = PemKey.fresh(Instant.now());
        removeReplaced(Instant.now().minus(replacedFor));
        add(fresh);
        return fresh.id();
    }

    List<Path> keys() {
        return pemFiles(folder);
    }

    private void add(PemKey key) {
        FileTree.writePrivate(folder.resolve(key.id() + SUFFIX), key.privateText());
    }

    private void removeReplaced(Instant before) {
        List<Path> keys = keys();
        try {
            for (int i = 0; i + 1 < keys.size(); i++) {
                if (addedAt(keys.get(i + 1)).isBefore(before)) {
                    Files.delete(keys.get(i));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove what was replaced in " + folder, e);
        }
    }

    private static Instant addedAt(Path key) {
        try {
            return Files.getLastModifiedTime(key).toInstant();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot tell since when there is " + key, e);
        }
    }

    static void create(Path folder) {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make " + folder, e);
        }
    }

    static List<Path> pemFiles(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder, e);
        }
    }
}
