package dev.firstcome.local.layout;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folders of one platform.
 *
 * @param data all data of this platform; deleting it resets the platform
 * @param binaries unpacked Postgres and Redis, which platforms may share
 */
public record Layout(ProjectRoot root, Path data, Path binaries) {

    public static Layout of(ProjectRoot root, Path data) {
        Path absolute = data.toAbsolutePath().normalize();
        return new Layout(root, absolute, absolute.resolve("bin"));
    }

    public Path part(String name) {
        return data.resolve("parts").resolve(name);
    }

    public Path configuration(String file) {
        return data.resolve("conf").resolve(file);
    }

    public Path log(String name) {
        return data.resolve("logs").resolve(name + ".log");
    }

    public Path records() {
        return data.resolve("run");
    }

    /** The default folder of files that `./firstcome verify export` writes. */
    public Path proofExport() {
        return data.resolve("exports").resolve("proof");
    }

    public Path secrets() {
        return data.resolve("secrets");
    }

    public Path description() {
        return data.resolve("platform.json");
    }

    public Path settings() {
        return data.resolve("settings.json");
    }

    /** Returns the disk usage of one process in bytes: its data and its logs, including rotated logs. */
    public long bytesOf(String name) {
        long bytes = FileTree.size(part(name));
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(data.resolve("logs"), name + ".log*")) {
            for (Path log : logs) {
                bytes += FileTree.size(log);
            }
        } catch (IOException e) {
            throw LocalPlatformException.failed("Cannot list the logs in " + data, e);
        }
        return bytes;
    }

    /**
     * The copies of built services and their AOT caches, for all platforms of this tree whose users may write there.
     */
    public Path programs() {
        return root.path().resolve("target").resolve("programs");
    }

    public void create() {
        try {
            for (String folder : new String[] {"parts", "logs", "run"}) {
                Files.createDirectories(data.resolve(folder));
            }
            Files.createDirectories(binaries);
            createPrivate(data.resolve("conf"));
            createPrivate(secrets());
        } catch (IOException e) {
            throw LocalPlatformException.failed("Cannot make the folders of the platform in " + data, e);
        }
    }

    private static void createPrivate(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }
}
