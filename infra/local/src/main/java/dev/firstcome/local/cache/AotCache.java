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
 * One program's cache (JDK 25's AOT cache). Its file's name is a hash over all that it depends on: the JVM, the flags, and
 * path, size and time of each jar; so another build, JVM or flag has another file, and a file once there never changes. The
 * JVM checks the same itself, and goes on without a cache that it cannot use.
 */
public final class AotCache {
    private static final int KEY_BYTES = 8;
    private static final String FRESH = ".aot.new";

    private final JavaProgram program;
    private final Path folder;

    /** @param folder where caches of this tree are kept; others may read and write there, too */
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

    /** Where it is, or will be. */
    Path file() {
        return folder.resolve(name() + "-" + key() + ".aot");
    }

    public boolean isThere() {
        return Files.isRegularFile(file());
    }

    /** Whether it is worth making: it is not there, this user may write it, and making it did not fail before. */
    public boolean isWanted() {
        return !isThere() && !Files.exists(failure()) && Files.isWritable(folder);
    }

    /** The JVM's flags to start with it; none if it is not there. */
    public List<String> use() {
        return isThere()
                ? List.of("-XX:AOTCache=" + file(), "-XX:AOTMode=auto", "-Xlog:aot=off", "-Xlog:cds=off")
                : List.of();
    }

    /** The JVM's flags to make it in a run that ends in good order. */
    public static List<String> make(Path output) {
        return List.of("-XX:AOTCacheOutput=" + output, "-Xlog:aot=error", "-Xlog:cds=error");
    }

    /** Where it is made: not seen by anyone until {@link #put} moves it. */
    Path fresh() {
        return folder.resolve(name() + "-" + key() + FRESH);
    }

    /** Puts what was made in place in one step, and removes what other builds have left. */
    void put() throws IOException {
        Path file = file();
        Files.move(fresh(), file, StandardCopyOption.ATOMIC_MOVE);
        remove(found -> !found.equals(file));
    }

    /** Writes down that it cannot be made of this build, so that not every start tries again. */
    void giveUp(String why) throws IOException {
        Path failure = failure();
        Files.writeString(failure, why + "\n");
        remove(found -> !found.equals(failure));
    }

    /** Removes what a run that did not end in good order has left. */
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
            throw new UncheckedIOException("Cannot look at the jars of " + name(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
