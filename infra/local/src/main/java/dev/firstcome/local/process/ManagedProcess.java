package dev.firstcome.local.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One part of the platform: how it is started, and when it is ready. */
public interface ManagedProcess {
    String name();

    Stage stage();

    /** The port it serves on, and so the first of {@link #ports()}. */
    default int port() {
        return ports().getFirst();
    }

    /** All ports that must be free before it is started. */
    List<Integer> ports();

    /** Writes its configuration; runs before every start, while the part does not run. */
    void prepare();

    List<String> command();

    default Map<String, String> environment() {
        return Map.of();
    }

    Path workingDirectory();

    /** One cheap look at whether it serves; false, never an exception, while it does not. */
    boolean isReady();

    /**
     * How many connections and acts it has refused because of who came, as far as it can tell: since its start, or as far
     * back as its log goes.
     */
    default long refused(Path log) {
        return 0;
    }

    /** How long it may take to be ready. */
    default Duration readyWithin() {
        return Duration.ofSeconds(60);
    }

    /** The signal that ends it in good order. */
    default String stopSignal() {
        return "TERM";
    }

    /** How often {@link #isReady()} is asked. */
    default Duration readyStep() {
        return BoundedWait.STEP;
    }

    /** Services end before what they stand on. */
    enum Stage {
        SERVICE,
        INFRASTRUCTURE
    }
}
