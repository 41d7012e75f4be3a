package dev.firstcome.local.process;

import dev.firstcome.local.layout.FileTree;
import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.LocalPlatformException;
import dev.firstcome.local.layout.ProjectRoot;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folders of test platforms in {@code target/local}, each with the identity of its owner process in its name. The
 * next call for a folder ends the processes and deletes the folders of owners that have ended.
 */
public final class OwnedFolders {
    /** The folder inside an owned folder for the platform that a keeper process runs. */
    public static final String PLATFORM = "platform";

    private static final Pattern OWNED = Pattern.compile(".+-(\\d+)-(\\d+)");
    private static final AtomicInteger COUNT = new AtomicInteger();

    private OwnedFolders() {}

    /** Returns the folder for unpacked programs, which all owners share. */
    public static Path binaries(ProjectRoot root) {
        return all(root).resolve("bin");
    }

    /** Returns a new folder of this process. */
    public static Path ofThisProcess(String label) {
        return of(label + "-" + COUNT.incrementAndGet(), ProcessIdentity.current());
    }

    /** Returns the folder of this label and owner, the same for each call. */
    public static Path of(String label, ProcessIdentity owner) {
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
                    end(folder.resolve(PLATFORM));
                    FileTree.delete(folder);
                }
            }
        } catch (IOException e) {
            throw LocalPlatformException.failed("Cannot list " + folders, e);
        }
    }

    private static boolean isAlive(long pid, long startTicks) {
        return ProcessStat.of(pid)
                .filter(stat -> stat.startTicks() == startTicks)
                .isPresent();
    }

    private static void end(Path data) {
        ManagedProcesses parts = new ManagedProcesses(Layout.of(ProjectRoot.find(), data));
        for (ProcessRecord part : parts.recorded()) {
            parts.kill(part);
        }
    }
}
