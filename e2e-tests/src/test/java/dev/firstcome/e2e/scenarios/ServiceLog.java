package dev.firstcome.e2e.scenarios;

import dev.firstcome.local.LocalPlatform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/** Reads a service's whole log since the creation of its platform, rotated files included. */
final class ServiceLog {
    private ServiceLog() {}

    static String of(LocalPlatform platform, String service) throws IOException {
        Path log = platform.layout().log(service);
        StringBuilder text = new StringBuilder();
        for (Path rotated : rotatedFiles(log)) {
            text.append(read(rotated));
        }
        return text.append(read(log)).toString();
    }

    /** Tolerates malformed UTF-8, because a killed JVM may leave an incomplete character. */
    private static String read(Path log) throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    }

    static List<String> linesContaining(LocalPlatform platform, String service, String text) throws IOException {
        return of(platform, service).lines().filter(line -> line.contains(text)).toList();
    }

    /** Sorted by date and sequence number. A test writes fewer than ten files a day, so the number has one digit. */
    private static TreeSet<Path> rotatedFiles(Path log) throws IOException {
        TreeSet<Path> found = new TreeSet<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(log.resolveSibling(""), log.getFileName() + ".????-??-??.*")) {
            files.forEach(found::add);
        }
        return found;
    }
}
