package dev.firstcome.e2e.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.local.layout.ProjectRoot;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The documents link to files that exist, and the request path names classes that exist. */
class DocumentsTests {
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(?:#[^)]*)?\\)");
    private static final Pattern CLASS_NAME = Pattern.compile("\\b[A-Z][a-z]+(?:[A-Z][A-Za-z]*)+\\b");
    private static final Set<String> SKIPPED_FOLDERS = Set.of("target", ".git", ".firstcome");

    /** Classes of libraries that the request path names. */
    private static final Set<String> LIBRARY_CLASSES = Set.of("MeterRegistry");

    private final Path root = ProjectRoot.find().path();

    @Test
    void everyLinkHasATarget() throws IOException {
        List<Path> documents = files(".md");

        assertThat(documents).contains(root.resolve("README.md"), root.resolve("CONTRIBUTING.md"));
        List<String> broken = new ArrayList<>();
        for (Path document : documents) {
            for (String link : matches(LINK, document, 1)) {
                if (!link.contains("://") && !Files.exists(document.resolveSibling(link))) {
                    broken.add(root.relativize(document) + " -> " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void everyClassOfTheRequestPathExists() throws IOException {
        Set<String> classes = files(".java").stream()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());

        Set<String> named = Set.copyOf(matches(CLASS_NAME, root.resolve("docs/request-path.md"), 0));

        assertThat(named).contains("CouponIntake", "PaymentProcessor");
        assertThat(named.stream().filter(name -> !LIBRARY_CLASSES.contains(name)))
                .isSubsetOf(classes);
    }

    private static List<String> matches(Pattern pattern, Path document, int group) throws IOException {
        return pattern.matcher(Files.readString(document))
                .results()
                .map((MatchResult found) -> found.group(group))
                .toList();
    }

    private List<Path> files(String suffix) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return SKIPPED_FOLDERS.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(suffix)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }
}
