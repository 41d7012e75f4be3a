package dev.firstcome.testsupport.language;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Finds the documents of a repository, except decisions, the configuration of this check and generated files. */
final class MarkdownFiles extends SimpleFileVisitor<Path> {
    private static final List<String> SKIPPED_FOLDERS =
            List.of("docs/decisions", "config/language", "target", "node_modules", ".git", ".firstcome");

    private final Path root;
    private final List<Path> found = new ArrayList<>();

    private MarkdownFiles(Path root) {
        this.root = root;
    }

    /** Returns the files in order, relative to the root. */
    static List<Path> find(Path root) throws IOException {
        MarkdownFiles files = new MarkdownFiles(root);
        Files.walkFileTree(root, files);
        return files.found.stream().sorted().toList();
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        Path relative = root.relativize(folder);
        return SKIPPED_FOLDERS.stream().anyMatch(relative::endsWith)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (file.toString().endsWith(".md")) {
            found.add(root.relativize(file));
        }
        return FileVisitResult.CONTINUE;
    }
}
