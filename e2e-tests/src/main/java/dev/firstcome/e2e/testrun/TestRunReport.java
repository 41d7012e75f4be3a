package dev.firstcome.e2e.testrun;

import dev.firstcome.e2e.bench.Machine;
import dev.firstcome.local.layout.ProjectRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/**
 * The end of {@code ./firstcome test}: prints how long each stage and class took and whether each guarantee has its evidence,
 * and on demand records the scenarios that were green. Takes the log of the build, its exit code, and {@code record} or
 * {@code keep}; ends with 1 if a guarantee has no evidence.
 */
public final class TestRunReport {
    private TestRunReport() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            System.err.println("usage: TestRunReport LOG EXIT-CODE record|keep");
            System.exit(2);
        }
        Path root = ProjectRoot.find().path();
        MavenLog log = MavenLog.parse(lines(Path.of(arguments[0])));
        boolean green = arguments[1].equals("0");
        System.out.print(DurationTable.of(log));

        GitHistory git = new GitHistory(root);
        String head = git.head();
        List<ScenarioResult> results = ScenarioResults.current(root).all();
        DurationsDocument document = new DurationsDocument(root);
        Map<String, DurationsDocument.Row> rows = document.rows();
        GuaranteeEvidence evidence =
                GuaranteeEvidence.of(GuaranteeEvidence.named(root), results, rows, git::commitsSince);
        System.out.printf("%n%s", evidence.text());
        if (arguments[2].equals("record")) {
            record(git, head, results, document);
        }
        printTotals(log);
        System.exit(green && !evidence.isComplete() ? 1 : 0);
    }

    /** The line that a reader of the log looks for last. */
    private static void printTotals(MavenLog log) {
        int tests = log.classes().stream().mapToInt(MavenLog.TestClass::tests).sum();
        int failed = log.classes().stream().mapToInt(MavenLog.TestClass::failed).sum();
        int skipped =
                log.classes().stream().mapToInt(MavenLog.TestClass::skipped).sum();
        System.out.printf("%n%d passed, %d failed, %d skipped%n", tests - failed - skipped, failed, skipped);
    }

    private static void record(GitHistory git, String head, List<ScenarioResult> results, DurationsDocument document)
            throws IOException {
        List<ScenarioResult> green =
                results.stream().filter(ScenarioResult::isGreen).toList();
        if (green.isEmpty()) {
            return;
        }
        if (git.hasUncommittedChanges()) {
            System.out.println("Nothing is recorded in docs/test-durations.md: there are uncommitted changes.");
            return;
        }
        Map<String, DurationsDocument.Row> rows = document.rows();
        String date = LocalDate.now(ZoneOffset.UTC).toString();
        for (ScenarioResult result : green) {
            rows.put(
                    result.name(),
                    new DurationsDocument.Row(result.name(), result.tests(), result.seconds(), head, date));
        }
        rows.keySet().retainAll(ScenarioClasses.of(ProjectRoot.find().path()));
        document.write(rows, Machine.description());
        System.out.printf("Recorded %d scenarios in docs/test-durations.md.%n", green.size());
    }

    /** Programs may print other bytes than UTF-8. */
    private static List<String> lines(Path log) throws IOException {
        return Files.readString(log, StandardCharsets.ISO_8859_1).lines().toList();
    }
}
