package dev.firstcome.local;

import dev.firstcome.local.layout.FileTree;
import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.LocalFailure;
import dev.firstcome.local.layout.ProjectRoot;
import dev.firstcome.local.process.PartRecord;
import dev.firstcome.local.process.Parts;
import dev.firstcome.local.process.ProcessIdentity;
import dev.firstcome.local.process.ProcessStat;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Folders of tests' platforms under the project's target/, each named after the process that owns it. What an owner that is
 * gone has left, processes and files, is ended and removed when the next folder is made.
 */
final class OwnedFolders {
    private static final Pattern OWNED = Pattern.compile(".+-(\\d+)-(\\d+)");
    private static final AtomicInteger COUNT = new AtomicInteger();

    private OwnedFolders() {}

    static Path binaries(ProjectRoot root) {
        return all(root).resolve("bin");
    }

    static Path ofThisProcess(String label) {
        return of(label + "-" + COUNT.incrementAndGet(), ProcessIdentity.current());
    }

    /** The folder of this label and owner; the same each time. */
    static Path of(String label, ProcessIdentity owner) {
        Path all = all(ProjectRoot.find());
        sweep(all);
        return all.resolve(label + "-" + owner.pid() + "-" + owner.startTicks());
    }

    private static Path all(ProjectRoot root) {
        return root.path().resolve("target").resolve("local");
    }

    private static void sweep(Path folders) {
        if (!Files.isDirectory(folders)) {
            return;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folders)) {
            for (Path folder : found) {
                Matcher name = OWNED.matcher(folder.getFileName().toString());
                if (name.matches() && !isAlive(Long.parseLong(name.group(1)), Long.parseLong(name.group(2)))) {
                    end(folder);
                    end(folder.resolve(SharedInfrastructure.PLATFORM));
                    FileTree.delete(folder);
                }
            }
        } catch (IOException e) {
            throw LocalFailure.failed("Cannot list " + folders, e);
        }
    }

    private static boolean isAlive(long pid, long startTicks) {
        return ProcessStat.of(pid)
                .filter(stat -> stat.startTicks() == startTicks)
                .isPresent();
    }

    private static void end(Path data) {
        Parts parts = new Parts(Layout.of(ProjectRoot.find(), data));
        for (PartRecord part : parts.recorded()) {
            parts.kill(part);
        }
    }
}
