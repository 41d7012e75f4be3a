package dev.firstcome.testsupport.language;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The modules, the packages that are not converted yet, and the sizes above a limit, as listed in {@link #FILE}. */
final class ModuleList {
    static final Path FILE = Path.of("config/language/modules.txt");

    private static final String FORMS =
            "expected converted MODULE, unconverted MODULE PACKAGE, words MODULE COUNT, or except LIMIT NAME SIZE";

    private final Map<String, Integer> lineOfModule = new LinkedHashMap<>();
    private final Set<UnconvertedPackage> unconverted = new HashSet<>();
    private final List<SizeException> sizeExceptions = new ArrayList<>();
    private final Map<String, WordCount> wordCounts = new HashMap<>();

    private record UnconvertedPackage(String module, String name) {}

    private record WordCount(int max, int line) {}

    private record SizeException(SizeLimit limit, String subject, int max, int line) {
        boolean appliesTo(Size size) {
            return limit == size.limit() && subject.equals(size.subject());
        }
    }

    private ModuleList() {}

    /** @throws IllegalArgumentException if a line has no known form */
    static ModuleList read(Path root) throws IOException {
        ModuleList list = new ModuleList();
        List<String> lines = Files.readAllLines(root.resolve(FILE));
        for (int i = 0; i < lines.size(); i++) {
            list.add(i + 1, lines.get(i).replaceFirst("#.*", "").strip());
        }
        return list;
    }

    private void add(int line, String text) {
        if (text.isEmpty()) {
            return;
        }
        String[] words = text.split("\\s+");
        switch (words[0] + " " + words.length) {
            case "converted 2" -> lineOfModule.putIfAbsent(words[1], line);
            case "unconverted 3" -> {
                lineOfModule.putIfAbsent(words[1], line);
                unconverted.add(new UnconvertedPackage(words[1], words[2]));
            }
            case "words 3" -> wordCounts.put(words[1], new WordCount(Integer.parseInt(words[2]), line));
            case "except 4" -> {
                int max = Integer.parseInt(words[3]);
                sizeExceptions.add(new SizeException(SizeLimit.of(words[1]), words[2], max, line));
            }
            default -> throw new IllegalArgumentException("%s:%d: %s, not: %s".formatted(FILE, line, FORMS, text));
        }
    }

    boolean isConverted(String module, String packageName) {
        return !unconverted.contains(new UnconvertedPackage(module, packageName));
    }

    /** Finds modules that are built but not listed, and listed modules that are not built. */
    List<Finding> compareWithModules(Collection<String> built) {
        List<Finding> findings = new ArrayList<>();
        for (String module : built) {
            if (!lineOfModule.containsKey(module)) {
                findings.add(new Finding(
                        Path.of("pom.xml"), 1, "module %s is not listed; add it to %s".formatted(module, FILE)));
            }
        }
        lineOfModule.forEach((module, line) -> {
            if (!built.contains(module)) {
                findings.add(new Finding(FILE, line, "%s is no module of pom.xml; remove it".formatted(module)));
            }
        });
        return findings;
    }

    /** Returns how many listed words a module may have; 0 without a line. */
    int wordsMax(String module) {
        WordCount count = wordCounts.get(module);
        return count == null ? 0 : count.max();
    }

    /** Finds a number of words that is larger than the module's uses, so that it decreases with them. */
    List<Finding> compareWithWords(String module, int uses) {
        WordCount count = wordCounts.get(module);
        return count == null || count.max() <= uses
                ? List.of()
                : List.of(new Finding(
                        FILE, count.line(), "%s has only %d listed words; correct the line".formatted(module, uses)));
    }

    /** Finds sizes above their limit, and exceptions without such a size. */
    List<Finding> compareWithSizes(List<Size> measured) {
        List<Finding> findings = new ArrayList<>();
        List<SizeException> unused = new ArrayList<>(sizeExceptions);
        for (Size size : measured.stream().filter(Size::exceedsLimit).toList()) {
            Optional<SizeException> exception = sizeExceptions.stream()
                    .filter(listed -> listed.appliesTo(size))
                    .findFirst();
            exception.ifPresent(unused::remove);
            int max = exception.map(SizeException::max).orElse(size.limit().max());
            if (size.value() > max) {
                findings.add(size.finding(max));
            }
        }
        unused.forEach(exception -> findings.add(new Finding(
                FILE,
                exception.line(),
                "%s keeps the limit of %s, or no longer exists; remove the line"
                        .formatted(exception.subject(), exception.limit()))));
        return findings;
    }
}
