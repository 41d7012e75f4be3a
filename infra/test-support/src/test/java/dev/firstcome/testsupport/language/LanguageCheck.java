package dev.firstcome.testsupport.language;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks the sources of all modules of a repository, and its documents. Resources and documents count for words, and
 * Java files for every rule.
 */
final class LanguageCheck {
    private static final Pattern MODULE = Pattern.compile("<module>\\s*([^<\\s]+)\\s*</module>");
    private static final Pattern JAVA_FILE = Pattern.compile("src/(?:main|test)/java/(?:(.+)/)?[^/]+\\.java");
    private static final Pattern TEXT_FILE = Pattern.compile(".*(?:\\.java|\\.lua|(?<!_ko)\\.properties)");

    private final Path root;
    private final ModuleList modules;
    private final ListedWords words;

    private LanguageCheck(Path root, ModuleList modules, ListedWords words) {
        this.root = root;
        this.modules = modules;
        this.words = words;
    }

    static LanguageCheck of(Path root) throws IOException {
        return new LanguageCheck(root, ModuleList.read(root), ListedWords.read(root));
    }

    List<Finding> findings() throws IOException {
        List<String> built = MODULE.matcher(Files.readString(root.resolve("pom.xml")))
                .results()
                .map(module -> module.group(1))
                .toList();
        List<Finding> findings = new ArrayList<>(modules.compareWithModules(built));
        JavaRules java = new JavaRules(root);
        for (String module : built) {
            List<Path> files = convertedFiles(module);
            findings.addAll(words.check(root, module, files, modules));
            java.check(files.stream().filter(LanguageCheck::isJava).toList());
        }
        findings.addAll(java.findings());
        findings.addAll(modules.compareWithSizes(java.sizes()));
        findings.addAll(words.checkDocuments(root, MarkdownFiles.find(root)));
        return findings;
    }

    private List<Path> convertedFiles(String module) throws IOException {
        Path folder = root.resolve(module);
        if (!Files.isDirectory(folder.resolve("src"))) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder.resolve("src"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> TEXT_FILE.matcher(file.toString()).matches())
                    .filter(file -> modules.isConverted(module, packageOf(folder.relativize(file))))
                    .map(root::relativize)
                    .sorted()
                    .toList();
        }
    }

    /** Returns the package of a Java file, and an empty name for another file. */
    private static String packageOf(Path file) {
        return JAVA_FILE
                .matcher(file.toString())
                .results()
                .map(java -> String.valueOf(java.group(1)).replace('/', '.'))
                .findFirst()
                .orElse("");
    }

    private static boolean isJava(Path file) {
        return file.toString().endsWith(".java");
    }
}
