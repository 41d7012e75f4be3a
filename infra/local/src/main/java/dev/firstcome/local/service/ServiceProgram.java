package dev.firstcome.local.service;

import dev.firstcome.local.layout.FileTree;
import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.LocalFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A built service as it is run: a copy of the jars that a build makes, before the libraries that it only downloads. A build
 * beside a running platform would take the classes away that are not loaded yet.
 */
final class ServiceProgram {
    private final Layout layout;
    private final String service;

    ServiceProgram(Layout layout, String service) {
        this.layout = layout;
        this.service = service;
    }

    /** The class path of what is built now, after copying it if this build was not run before. */
    String classPath() {
        Path copy = folder();
        try {
            if (!Files.isDirectory(copy)) {
                copyTo(copy);
            }
        } catch (IOException e) {
            throw LocalFailure.failed("Cannot copy the program of " + service + " to " + copy, e);
        }
        return copy + "/*:" + libraries() + "/*";
    }

    /**
     * Where the JVM keeps an archive of the program's classes. It is written when the JVM ends in good order, so the next
     * start takes 40% less of the processors; the JVM looks itself whether jars and flags are still the same.
     */
    Path archive() {
        return folder().resolveSibling(folder().getFileName() + ".jsa");
    }

    private Path libraries() {
        return layout.root().path().resolve(service).resolve("target").resolve("lib");
    }

    private Path folder() {
        long build = 0;
        for (Path jar : ownJars()) {
            build = build * 31 + jar.toFile().lastModified();
            build = build * 31 + jar.toFile().length();
        }
        return layout.binaries().resolve(service + "-" + Long.toHexString(build));
    }

    private List<Path> ownJars() {
        List<Path> jars = new ArrayList<>();
        jars.add(layout.root()
                .jarOf(service)
                .orElseThrow(
                        () -> LocalFailure.failed(service + " is not built. ./firstcome builds it, or `mvn package`")));
        try (DirectoryStream<Path> found = Files.newDirectoryStream(libraries(), "*-SNAPSHOT.jar")) {
            found.forEach(jars::add);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + libraries(), e);
        }
        jars.sort(null);
        return jars;
    }

    private void copyTo(Path copy) throws IOException {
        removeEarlier();
        Path fresh = Files.createTempDirectory(layout.binaries(), "fresh");
        for (Path jar : ownJars()) {
            Files.copy(
                    jar, fresh.resolve(Objects.requireNonNull(jar.getFileName())), StandardCopyOption.COPY_ATTRIBUTES);
        }
        FileTree.moveUnlessThere(fresh, copy);
    }

    /** Processes that still run an earlier build have its files open; they may go. */
    private void removeEarlier() throws IOException {
        try (DirectoryStream<Path> earlier = Files.newDirectoryStream(layout.binaries(), service + "-*")) {
            earlier.forEach(FileTree::delete);
        }
    }
}
