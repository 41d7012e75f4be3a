package dev.firstcome.e2e.scenarios;

import dev.firstcome.local.LocalPlatform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/** What a service has said since its platform was made, also before its log was put aside: at midnight, or as too large. */
final class ServiceLog {
    private ServiceLog() {}

    static String of(LocalPlatform platform, String service) throws IOException {
        Path log = platform.layout().log(service);
        StringBuilder text = new StringBuilder();
        for (Path aside : putAside(log)) {
            text.append(read(aside));
        }
        return text.append(read(log)).toString();
    }

    /** What a JVM writes as it dies need not be whole. */
    private static String read(Path log) throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    }

    static List<String> linesWith(LocalPlatform platform, String service, String words) throws IOException {
        return of(platform, service)
                .lines()
                .filter(line -> line.contains(words))
                .toList();
    }

    /** In the order of their dates and, within one, of their numbers, of which a test makes fewer than ten. */
    private static TreeSet<Path> putAside(Path log) throws IOException {
        TreeSet<Path> found = new TreeSet<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(log.resolveSibling(""), log.getFileName() + ".????-??-??.*")) {
            files.forEach(found::add);
        }
        return found;
    }
}
