package dev.firstcome.e2e.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.local.layout.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of guarantees names proofs that exist, one at least for each promise, and leaves out no scenario. */
class GuaranteesTests {
    private static final Pattern PROOF = Pattern.compile("`(\\w+(?:Tests|IT|Scenario))`");
    private static final int PROMISES_MIN = 20;

    private final Path root = ProjectRoot.find().path();

    @Test
    void everyPromiseNamesAProof() throws IOException {
        List<String> promises = promises();

        assertThat(promises).hasSizeGreaterThan(PROMISES_MIN);
        assertThat(promises)
                .allMatch(row -> PROOF.matcher(row).find() || row.contains("every scenario"), "names a proof");
    }

    @Test
    void everyProofThatIsNamedIsThere() throws IOException {
        assertThat(testClasses()).containsAll(named());
    }

    @Test
    void everyScenarioProvesSomething() throws IOException {
        Set<String> scenarios =
                testClasses().stream().filter(name -> name.endsWith("Scenario")).collect(Collectors.toSet());

        assertThat(scenarios).isNotEmpty();
        assertThat(named()).containsAll(scenarios);
    }

    private List<String> promises() throws IOException {
        return GuaranteeTable.all(root).stream()
                .filter(table -> table.columns().contains("promise"))
                .flatMap(table -> table.rows().stream())
                .map(row -> String.join(" | ", row.cells().values()))
                .toList();
    }

    private Set<String> named() throws IOException {
        return PROOF.matcher(String.join("\n", table()))
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toSet());
    }

    private List<String> table() throws IOException {
        return Files.readAllLines(root.resolve("docs/guarantees.md"));
    }

    private Set<String> testClasses() throws IOException {
        try (Stream<Path> files = Files.walk(root, 12)) {
            return files.map(Path::toString)
                    .filter(file -> file.contains("/src/test/java/") && file.endsWith(".java"))
                    .map(file -> file.substring(file.lastIndexOf('/') + 1, file.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }
}
