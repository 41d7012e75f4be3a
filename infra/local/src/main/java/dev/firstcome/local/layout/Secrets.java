package dev.firstcome.local.layout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Random passwords and keys of one platform: made when first asked for, kept in files that only their owner can read. */
public final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;

    public Secrets(Path folder) {
        this.folder = folder;
    }

    /** A password of 128 random bits. */
    public String password(String name) {
        return kept(name, HexFormat.of().formatHex(random(16)));
    }

    /** A key of 32 random bytes, base64. */
    public String key(String name) {
        return kept(name, Base64.getEncoder().encodeToString(random(32)));
    }

    /** The folder of the private keys that sign access tokens, PKCS#8 PEM, the file's name being the key's id. */
    public synchronized Path tokenKeys() {
        Path keys = folder.resolve("token-keys");
        try {
            Files.createDirectories(
                    keys, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (isEmpty(keys)) {
                FileTree.writePrivate(keys.resolve(HexFormat.of().formatHex(random(8)) + ".pem"), rsaKey());
            }
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a token key in " + keys, e);
        }
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

    private static boolean isEmpty(Path keys) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(keys, "*.pem")) {
            return !found.iterator().hasNext();
        }
    }

    private static String rsaKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            byte[] encoded = generator.generateKeyPair().getPrivate().getEncoded();
            String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
            return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has RSA", e);
        }
    }

    private static byte[] random(int bytes) {
        byte[] value = new byte[bytes];
        RANDOM.nextBytes(value);
        return value;
    }
}
