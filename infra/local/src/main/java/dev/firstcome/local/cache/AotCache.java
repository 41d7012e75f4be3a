package dev.firstcome.local.cache;

import dev.firstcome.local.layout.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;

/**
 * The AOT cache of one program (JDK 25). The file name contains a hash of the JVM, the flags, and the path, size and
 * time of each jar. Another build, JVM or flag has another file, and a file never changes. The JVM validates the cache,
 * and runs without a cache that it cannot use.
 */
public final class AotCache {
    private static final int KEY_BYTES = 8;
    private static final String FRESH = ".aot.new";

    private final JavaProgram program;
    private final Path folder;

    /** @param folder the folder of the caches, which other processes may read and write, too */
    public AotCache(JavaProgram program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    public String name() {
        return program.name();
    }

    Path folder() {
        return folder;
    }

    /** The path of the cache, which may not exist yet. */
    Path file() {
        return folder.resolve(name() + "-" + key() + ".aot");
    }

    public boolean isThere() {
        return Files.isRegularFile(file());
    }

    /** Whether the cache should be built: it is missing, the folder is writable, and no earlier build of it failed. */
    public boolean isWanted() {
        return !isThere() && !Files.exists(failure()) && Files.isWritable(folder);
    }

    /** The JVM flags that use the cache; none if it is missing. */
    public List<String> use() {
        return isThere()
                ? List.of("-XX:AOTCache=" + file(), "-XX:AOTMode=auto", "-Xlog:aot=off", "-Xlog:cds=off")
                : List.of();
    }

    /** The JVM flags of a training run, which must end gracefully. */
    public static List<String> make(Path output) {
        return List.of("-XX:AOTCacheOutput=" + output, "-Xlog:aot=error", "-Xlog:cds=error");
    }

    /** The temporary path, which is not used before {@link #put} moves the file. */
    Path fresh() {
        return folder.resolve(name() + "-" + key() + FRESH);
    }

    /** Moves the new cache to its path atomically, and removes the caches of other builds. */
    void put() throws IOException {
        Path file = file();
        Files.move(fresh(), file, StandardCopyOption.ATOMIC_MOVE);
        remove(found -> !found.equals(file));
    }

    /** Records that the cache of this build cannot be built, so that later starts do not retry. */
    void giveUp(String why) throws IOException {
        Path failure = failure();
        Files.writeString(failure, why + "\n");
        remove(found -> !found.equals(failure));
    }

    /** Removes the file of an unfinished run. */
    void removeUnfinished() throws IOException {
        remove(found -> found.toString().contains(FRESH));
    }

    /** Removes files of this program's caches. A process that uses one keeps it until it ends. */
    private void remove(Predicate<Path> which) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, name() + "-*.aot*")) {
            for (Path file : files) {
                if (which.test(file)) {
                    FileTree.delete(file);
                }
            }
        }
    }

    private Path failure() {
        return folder.resolve(name() + "-" + key() + ".aot.failed");
    }

    private String key() {
        List<String> parts = new ArrayList<>(List.of(
                System.getProperty("java.home"),
                Runtime.version().toString(),
                System.getProperty("java.vm.vendor"),
                program.main()));
        parts.addAll(program.flags());
        try {
            for (Path jar : program.jars()) {
                parts.add(jar + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar));
            }
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, KEY_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the jars of " + name(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime does not provide SHA-256", e);
        }
    }
}
