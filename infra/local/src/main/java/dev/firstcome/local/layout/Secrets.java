package dev.firstcome.local.layout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Random passwords and keys of one platform, generated at the first use. Only their owner can read the files. */
public final class Secrets {
    private static final String NEXT = ".next";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;

    public Secrets(Path folder) {
        this.folder = folder;
    }

    /** Returns a password of 128 random bits. */
    public String password(String name) {
        return kept(name, HexFormat.of().formatHex(random(16)));
    }

    /** Returns a key of 32 random bytes in base64. */
    public String key(String name) {
        return kept(name, Base64.getEncoder().encodeToString(random(32)));
    }

    /** Returns the next password, which is the same until {@link #adopt}, even after a crash. */
    public String next(String name) {
        return password(name + NEXT);
    }

    /** Replaces the current password by the next one. */
    public synchronized void adopt(String name) {
        try {
            Files.move(
                    folder.resolve(name + NEXT),
                    folder.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot put the next " + name + " in place", e);
        }
    }

    /** The keys that sign users' tokens. */
    public KeyFolder tokenKeys() {
        return new KeyFolder(folder.resolve("token-keys"));
    }

    /** The keys that sign the tokens of calls between services. */
    public ServiceKeyFolders serviceKeys() {
        return new ServiceKeyFolders(folder.resolve("service-keys"));
    }

    /** The keys that sign receipts and proofs. */
    public ProofKeyFolder proofKeys() {
        return new ProofKeyFolder(folder.resolve("proof-keys"));
    }

    private synchronized String kept(String name, String fresh) {
        Path file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                FileTree.writePrivate(file, fresh);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the secret " + file, e);
        }
    }

    private static byte[] random(int bytes) {
        byte[] value = new byte[bytes];
        RANDOM.nextBytes(value);
        return value;
    }
}
