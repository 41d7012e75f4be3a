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

    /** The file of HEAD, or of no commit if there are uncommitted changes: {@code ./firstcome test} empties that one first. */
    public static ScenarioResults current(Path root) throws IOException {
        GitHistory git = new GitHistory(root);
        return at(root, git.hasUncommittedChanges() ? "uncommitted" : git.head());
    }

    /** @param root the project's folder */
    static ScenarioResults at(Path root, String commit) {
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

    /** The last result of each class; a run of only some of its tests counts only if one failed. */
    public List<ScenarioResult> all() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        Map<String, ScenarioResult> last = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            ScenarioResult.parse(line).ifPresent(result -> last.merge(result.name(), result, ScenarioResults::later));
        }
        return List.copyOf(last.values());
    }

    private static ScenarioResult later(ScenarioResult earlier, ScenarioResult later) {
        return earlier.isGreen() && !later.complete() && later.failed() == 0 ? earlier : later;
    }
}
