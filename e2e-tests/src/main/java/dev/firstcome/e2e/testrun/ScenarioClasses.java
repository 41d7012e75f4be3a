package dev.firstcome.e2e.testrun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The scenario classes that exist in the sources. */
final class ScenarioClasses {
    private static final String SUFFIX = "Scenario.java";

    private ScenarioClasses() {}

    static Set<String> of(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("e2e-tests/src/test/java"))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
