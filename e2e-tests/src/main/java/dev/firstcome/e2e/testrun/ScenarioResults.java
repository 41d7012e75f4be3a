package dev.firstcome.e2e.testrun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The results of scenarios at one commit, in a file below {@code target/}: one line for each class, appended when it ends. A
 * run that is killed loses only the class that it was in, so the next run at the same commit can resume.
 */
public final class ScenarioResults {
    private final Path file;

    private ScenarioResults(Path file) {
        this.file = file;
    }

    /** @param root the project's folder */
    public static ScenarioResults at(Path root, String commit) {
        return new ScenarioResults(
                root.resolve("target").resolve("scenario-results").resolve(commit + ".tsv"));
    }

    public void append(ScenarioResult result) throws IOException {
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, result.line() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** The last result of each class. */
    public List<ScenarioResult> all() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        Map<String, ScenarioResult> last = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            ScenarioResult.parse(line).ifPresent(result -> last.put(result.name(), result));
        }
        return List.copyOf(last.values());
    }
}
