package dev.firstcome.e2e.testrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MavenLogTests {
    private static final List<String> LOG = List.of(
            "23:59:50 [INFO] --- maven-compiler-plugin:3.15.0:compile (default-compile) @ contracts ---",
            "23:59:55 [INFO] --- spotless-maven-plugin:3.8.0:check (default) @ contracts ---",
            "23:59:57 [INFO] --- maven-surefire-plugin:3.5.6:test (default-test) @ contracts ---",
            "[ERROR] a line of a service",
            "23:59:59 [INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.509 s -- in a.b.OneTests",
            "00:00:07 [INFO] --- maven-failsafe-plugin:3.5.6:integration-test (default) @ e2e-tests ---",
            "00:01:07 [ERROR] Tests run: 9, Failures: 1, Errors: 1, Skipped: 1, Time elapsed: 1,018.09 s <<< FAILURE! -- in a.TwoIT",
            "00:02:07 [INFO] Reactor Summary for firstcome 0.1.0-SNAPSHOT:",
            "00:02:07 [INFO] BUILD SUCCESS");

    @Test
    void aGoalLastsUntilTheNextOneBegins() {
        MavenLog log = MavenLog.parse(LOG);

        assertThat(log.goals())
                .extracting(MavenLog.Goal::module, MavenLog.Goal::goal, MavenLog.Goal::time)
                .containsExactly(
                        tuple("contracts", "compile", Duration.ofSeconds(5)),
                        tuple("contracts", "check", Duration.ofSeconds(2)),
                        tuple("contracts", "test", Duration.ofSeconds(10)),
                        tuple("e2e-tests", "integration-test", Duration.ofMinutes(2)));
    }

    @Test
    void goalsBelongToStages() {
        assertThat(MavenLog.parse(LOG).goals().stream().map(Stage::of))
                .containsExactly(Stage.COMPILE, Stage.CHECKS, Stage.UNIT_TESTS, Stage.SCENARIOS);
    }

    @Test
    void classesHaveTheirTestsAndTimes() {
        assertThat(MavenLog.parse(LOG).classes())
                .containsExactly(
                        new MavenLog.TestClass("a.b.OneTests", 3, 0, 0, Duration.ofMillis(509)),
                        new MavenLog.TestClass("a.TwoIT", 9, 2, 1, Duration.ofMillis(1_018_090)));
    }

    @Test
    void theTableHasTheSlowestFirst() {
        assertThat(DurationTable.of(MavenLog.parse(LOG)).lines())
                .containsSubsequence(
                        "Stages, slowest first (in all   2:17):",
                        "    2:00  scenarios",
                        "    0:10  unit tests",
                        "Classes of tests, slowest first (in all  16:58):",
                        "   16:58  a.TwoIT",
                        "    0:00  1 others");
    }
}
