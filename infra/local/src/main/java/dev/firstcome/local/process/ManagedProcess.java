package dev.firstcome.local.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A process of the local platform: its command, its ports and its readiness. */
public interface ManagedProcess {
    String name();

    Stage stage();

    /** The main port, which is the first of {@link #ports()}. */
    default int port() {
        return ports().getFirst();
    }

    /** All ports that must be free before the start. */
    List<Integer> ports();

    /** Writes the configuration. Called before every start, while the process does not run. */
    void prepare();

    List<String> command();

    default Map<String, String> environment() {
        return Map.of();
    }

    Path workingDirectory();

    /** Probes the process once. Returns false while it is not ready, and never throws. */
    boolean isReady();

    /**
     * Returns the number of connections and operations that it refused for lack of authentication or authorization,
     * since its start or since the beginning of its log.
     */
    default long refused(Path log) {
        return 0;
    }

    /** The startup timeout. */
    default Duration readyWithin() {
        return Duration.ofSeconds(60);
    }

    /** The signal for a graceful stop. */
    default String stopSignal() {
        return "TERM";
    }

    /** The interval at which {@link #isReady()} is polled. */
    default Duration readyStep() {
        return BoundedWait.STEP;
    }

    /** Services stop before the infrastructure that they use. */
    enum Stage {
        SERVICE,
        INFRASTRUCTURE
    }
}
