package dev.firstcome.e2e.testrun;

import dev.firstcome.local.layout.ProjectRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Writes the result of each scenario class when it ends. Classes run one after the other. Registered by a service file.
 */
public final class ScenarioListener implements TestExecutionListener {
    private @Nullable Running running;
    private @Nullable ScenarioResults results;

    private static final class Running {
        private final String scenario;
        private final long start = System.nanoTime();
        private final Duration startsBefore = PlatformStarts.total();
        private int tests;
        private int failed;

        private Running(String scenario) {
            this.scenario = scenario;
        }

        private ScenarioResult result() {
            Duration took = Duration.ofNanos(System.nanoTime() - start)
                    .minus(PlatformStarts.total().minus(startsBefore));
            return new ScenarioResult(scenario, tests, failed, ScenarioFilter.isComplete(scenario), took.toSeconds());
        }
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        scenario(test).ifPresent(name -> running = new Running(name));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        Running current = running;
        if (current == null) {
            return;
        }
        boolean successful = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
        if (test.isTest()) {
            current.tests++;
        }
        if (!successful) {
            current.failed++;
        }
        if (scenario(test).isPresent()) {
            running = null;
            write(current.result());
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        Running current = running;
        if (current != null) {
            current.failed++; // a skipped test proves nothing
        }
    }

    private void write(ScenarioResult result) {
        System.out.printf(
                "%s: %d tests, %d failed, %d s%n", result.name(), result.tests(), result.failed(), result.seconds());
        Path root = ProjectRoot.find().path();
        try {
            ScenarioResults file = results == null ? ScenarioResults.current(root) : results;
            results = file;
            file.append(result);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> scenario(TestIdentifier test) {
        return test.getSource()
                .filter(ClassSource.class::isInstance)
                .map(source -> ((ClassSource) source).getClassName())
                .filter(ScenarioFilter::isScenario)
                .map(name -> name.substring(name.lastIndexOf('.') + 1));
    }
}
