package dev.firstcome.local.service;

import dev.firstcome.local.layout.FileTree;
import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.LocalPlatformException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The program of a built service: a copy of the built jars, followed by the libraries. Without the copy, a build would
 * remove classes that a running service has not loaded yet. The copy is in the tree. If there is none and the user may
 * not write there, it is in the folder of the platform.
 */
final class ServiceProgram {
    private static final String OWN = "-SNAPSHOT.jar";

    /** File locks exclude other processes, but not other threads. */
    private static final Object COPYING = new Object();

    private final Layout layout;
    private final String service;
    private final String module;

    ServiceProgram(Layout layout, String service) {
        this(layout, service, service);
    }

    /** @param module the folder of the module in the tree */
    ServiceProgram(Layout layout, String service, String module) {
        this.layout = layout;
        this.service = service;
        this.module = module;
    }

    /** The folder of the copies and their AOT caches. */
    Path home() {
        Path copy = copy();
        return Objects.requireNonNull(copy.getParent());
    }

    /** Returns the class path of the current build in a fixed order. */
    List<Path> jars() {
        List<Path> jars = new ArrayList<>(list(copy(), "*.jar"));
        list(libraries(), "*.jar").stream()
                .filter(jar -> !jar.toString().endsWith(OWN))
                .forEach(jars::add);
        return jars;
    }

    /** Returns the copy of the current build. Creates it at the first run of the build. */
    private Path copy() {
        String name = service + "-" + build();
        Path shared = layout.programs().resolve(name);
        if (Files.isDirectory(shared)) {
            return shared;
        }
        try {
            Path home = mayWrite(layout.programs()) ? layout.programs() : layout.binaries();
            copyTo(home.resolve(name));
            return home.resolve(name);
        } catch (IOException e) {
            throw LocalPlatformException.failed("Cannot copy the program of " + service, e);
        }
    }

    private static boolean mayWrite(Path folder) {
        try {
            Files.createDirectories(folder);
            return Files.isWritable(folder);
        } catch (IOException e) {
            return false;
        }
    }

    private Path libraries() {
        return layout.root().path().resolve(module).resolve("target").resolve("lib");
    }

    private String build() {
        long build = 0;
        for (Path jar : ownJars()) {
            build = build * 31 + jar.toFile().lastModified();
            build = build * 31 + jar.toFile().length();
        }
        return Long.toHexString(build);
    }

    private List<Path> ownJars() {
        List<Path> jars = new ArrayList<>(list(libraries(), "*" + OWN));
        jars.add(layout.root()
                .jarOf(module)
                .orElseThrow(() -> LocalPlatformException.failed(
                        service + " is not built. ./firstcome builds it, or `mvn package`")));
        jars.sort(null);
        return jars;
    }

    private static List<Path> list(Path folder, String pattern) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
            found.forEach(files::add);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder, e);
        }
        files.sort(null);
        return files;
    }

    /** One process copies at a time. Otherwise the later one would delete a copy that is in use. */
    private void copyTo(Path copy) throws IOException {
        Path home = Objects.requireNonNull(copy.getParent());
        synchronized (COPYING) {
            try (FileChannel channel = FileChannel.open(
                            home.resolve("copying"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!Files.isDirectory(copy)) {
                    removeEarlier(home);
                    copyAtOnce(home, copy);
                }
            }
        }
    }

    private void copyAtOnce(Path home, Path copy) throws IOException {
        Path fresh = Files.createTempDirectory(home, "fresh");
        for (Path jar : ownJars()) {
            Files.copy(
                    jar, fresh.resolve(Objects.requireNonNull(jar.getFileName())), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        FileTree.moveUnlessThere(fresh, copy);
    }

    /** Deletes the copies of earlier builds. Processes that run them have the files open. */
    private void removeEarlier(Path home) throws IOException {
        try (DirectoryStream<Path> earlier = Files.newDirectoryStream(home, service + "-*")) {
            earlier.forEach(FileTree::delete);
        }
    }
}
