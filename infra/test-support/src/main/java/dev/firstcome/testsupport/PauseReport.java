package dev.firstcome.testsupport;

import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/** Starts the pause detector with the first test of a JVM and prints its figures after the last. Registered by a service file. */
public final class PauseReport implements TestExecutionListener {
    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        PauseDetector.running();
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        PauseDetector pauses = PauseDetector.running();
        System.out.printf(
                "pause detector: longest stall %d ms, %d ms in all%n",
                pauses.longest().toMillis(), pauses.stalled().toMillis());
    }
}
