package dev.firstcome.local.postgres;

import dev.firstcome.local.layout.FileTree;
import dev.firstcome.local.layout.LocalPlatformException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * Creates the data folder of a standby from a running server. The files are copied between {@code pg_backup_start} and
 * {@code pg_backup_stop} ("Making a base backup using the low level API" in the manual). Later changes are streamed.
 */
record BaseBackup(SuperUser superUser, int port) {
    /** Files that belong to one run of one server. */
    private static final Set<String> ONLY_FOLDER = Set.of(
            "pg_wal",
            "pg_replslot",
            "pg_dynshmem",
            "pg_notify",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans");

    private static final Set<String> NOT_COPIED =
            Set.of("postmaster.pid", "postmaster.opts", "standby.signal", "backup_label", "postgresql.auto.conf");

    /** @param to the target, which appears atomically and complete; an existing folder is renamed */
    void make(Path from, Path to) {
        Path fresh = to.resolveSibling(to.getFileName() + ".new");
        FileTree.delete(fresh);
        try (Connection connection = superUser.connect(port, "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_backup_start('standby', true)");
            copy(from, fresh);
            try (ResultSet label = statement.executeQuery("select labelfile from pg_backup_stop(false)")) {
                label.next();
                FileTree.writePrivate(fresh.resolve("backup_label"), label.getString(1));
            }
            FileTree.writePrivate(fresh.resolve("postgresql.auto.conf"), "");
            FileTree.writePrivate(fresh.resolve("standby.signal"), "");
            putAside(to);
            Files.move(fresh, to);
        } catch (SQLException | IOException e) {
            throw LocalPlatformException.failed("No standby could be made from the server on port " + port, e);
        }
    }

    /** Keeps the last replaced folder, because it may contain data that no other server has. */
    private static void putAside(Path data) throws IOException {
        if (Files.exists(data)) {
            Path aside = data.resolveSibling(data.getFileName() + ".aside");
            FileTree.delete(aside);
            Files.move(data, aside);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) throws IOException {
                Path name = from.relativize(visited);
                Files.copy(visited, to.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
                return ONLY_FOLDER.contains(name.toString()) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path name = from.relativize(file);
                if (!NOT_COPIED.contains(name.toString())) {
                    try {
                        Files.copy(file, to.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
                    } catch (NoSuchFileException dropped) {
                        // The table was dropped during the copy. The WAL contains the drop, too.
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
    }
}
