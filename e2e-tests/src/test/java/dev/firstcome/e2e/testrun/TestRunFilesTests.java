package dev.firstcome.e2e.testrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a run: results, recorded durations, and the evidence and selection that follow from them. */
class TestRunFilesTests {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final ScenarioResult GREEN = new ScenarioResult("RushScenario", 2, 0, true, 61);

    @TempDir
    private Path root;

    @BeforeEach
    void makeFolders() throws Exception {
        Files.createDirectories(root.resolve("docs"));
        Path sources = Files.createDirectories(root.resolve("e2e-tests/src/test/java/a"));
        for (String scenario : List.of("RushScenario", "PauseScenario", "DrawScenario")) {
            Files.createFile(sources.resolve(scenario + ".java"));
        }
    }

    @Test
    void theLastResultOfAClassCountsAndACutLineDoesNot() throws Exception {
        ScenarioResults results = ScenarioResults.at(root, COMMIT);
        results.append(new ScenarioResult("RushScenario", 2, 1, true, 70));
        results.append(new ScenarioResult("PauseScenario", 1, 0, false, 30));
        results.append(GREEN);
        Files.writeString(
                root.resolve("target/scenario-results/" + COMMIT + ".tsv"), "DrawScen", StandardOpenOption.APPEND);

        assertThat(results.all()).containsExactly(GREEN, new ScenarioResult("PauseScenario", 1, 0, false, 30));
        assertThat(ScenarioResults.at(root, "another").all()).isEmpty();
    }

    @Test
    void aRunOfSomeTestsOfAClassCountsOnlyIfOneFailed() throws Exception {
        ScenarioResults results = ScenarioResults.at(root, COMMIT);
        results.append(GREEN);
        results.append(new ScenarioResult("RushScenario", 1, 0, false, 5));
        assertThat(results.all()).containsExactly(GREEN);

        ScenarioResult failed = new ScenarioResult("RushScenario", 1, 1, false, 5);
        results.append(failed);
        assertThat(results.all()).containsExactly(failed);
    }

    @Test
    void recordedRowsAreReadAsTheyWereWritten() throws Exception {
        DurationsDocument document = new DurationsDocument(root);
        Map<String, DurationsDocument.Row> rows = new TreeMap<>();
        rows.put("RushScenario", row("RushScenario", 61));
        rows.put("DrawScenario", row("DrawScenario", 120));

        document.write(rows, "2 cores");

        assertThat(document.rows()).isEqualTo(rows);
        assertThat(Files.readString(root.resolve("docs/test-durations.md")))
                .containsSubsequence("DrawScenario", "RushScenario", "All: 2 classes, 2 tests, 181 s.");
    }

    @Test
    void evidenceIsAGreenAndCompleteRunOfThisBuildOrARecentRecord() throws Exception {
        Map<String, DurationsDocument.Row> rows = Map.of(
                "PauseScenario",
                row("PauseScenario", 30),
                "DrawScenario",
                new DurationsDocument.Row("DrawScenario", 1, 30, "fedcba9", "2026-01-01"),
                "LinksScenario",
                new DurationsDocument.Row("LinksScenario", 1, 30, "0000000", "2026-01-01"));
        Map<String, OptionalInt> ages =
                Map.of(COMMIT, OptionalInt.of(150), "fedcba9", OptionalInt.of(151), "0000000", OptionalInt.empty());
        List<ScenarioResult> results = List.of(
                GREEN,
                new ScenarioResult("PauseScenario", 1, 0, false, 5),
                new ScenarioResult("ScaleScenario", 1, 1, true, 5));
        Set<String> named = Set.of("RushScenario", "PauseScenario", "DrawScenario", "ScaleScenario", "LinksScenario");

        GuaranteeEvidence evidence =
                GuaranteeEvidence.of(named, results, rows, commit -> ages.getOrDefault(commit, OptionalInt.empty()));

        assertThat(evidence.inThisBuild()).containsExactly("RushScenario");
        assertThat(evidence.recorded()).containsExactly("PauseScenario");
        assertThat(evidence.old()).containsExactly("DrawScenario (151 commits)");
        assertThat(evidence.missing()).containsExactlyInAnyOrder("ScaleScenario", "LinksScenario");
        assertThat(evidence.isComplete()).isFalse();
    }

    @Test
    void theCoreSetIncludesCoreTestsOnly() throws Exception {
        ScenarioSelection core = ScenarioSelection.parse("core", root, Set.of());

        assertThat(core.includes("RushScenario", true)).isTrue();
        assertThat(core.includes("RushScenario", false)).isFalse();
    }

    @Test
    void namedScenariosAreExecutedWithAllTheirTests() throws Exception {
        ScenarioSelection two = ScenarioSelection.parse("RushScenario, DrawScenario", root, Set.of());

        assertThat(two.classes()).containsExactlyInAnyOrder("RushScenario", "DrawScenario");
        assertThat(two.includes("RushScenario", false)).isTrue();
        assertThat(two.includes("PauseScenario", true)).isFalse();
    }

    @Test
    void anUnknownScenarioIsRefusedWithThoseThatExist() {
        assertThatThrownBy(() -> ScenarioSelection.parse("RushSzenario", root, Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RushSzenario")
                .hasMessageContaining("PauseScenario");
    }

    private static DurationsDocument.Row row(String scenario, long seconds) {
        return new DurationsDocument.Row(scenario, 1, seconds, COMMIT, "2026-11-30");
    }
}
