package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.service.ServiceExtras;
import dev.firstcome.testsupport.Eventually;
import java.io.IOException;
import java.time.Duration;

/** A service that runs with extra options or jars. It is restarted without them at the latest in {@link #close()}. */
final class ModifiedService implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(150);

    private final LocalPlatform platform;
    private final String service;
    private final int logLengthBefore;
    private boolean modified = true;

    private ModifiedService(LocalPlatform platform, String service) throws IOException {
        this.platform = platform;
        this.service = service;
        this.logLengthBefore = ServiceLog.of(platform, service).length();
    }

    /** Restarts the service with the extras and waits until it is ready. */
    static ModifiedService restart(LocalPlatform platform, String service, ServiceExtras extras) throws IOException {
        return modify(platform, service, () -> platform.with(service, extras).restart(service));
    }

    /** Restarts the service and does not wait for readiness, because a failpoint may halt it before. */
    static ModifiedService launch(LocalPlatform platform, String service, ServiceExtras extras) throws IOException {
        LocalPlatform modified = platform.with(service, extras);
        return modify(platform, service, () -> {
            modified.stop(service);
            modified.launch(service);
        });
    }

    private static ModifiedService modify(LocalPlatform platform, String service, Runnable restart) throws IOException {
        ModifiedService modified = new ModifiedService(platform, service);
        try {
            restart.run();
            return modified;
        } catch (RuntimeException failed) {
            modified.close();
            throw failed;
        }
    }

    /** Waits until the process ends and checks in the log that the added failpoint halted it. */
    void awaitHaltAt(long call) throws IOException {
        Eventually.holds("the failpoint is reached", BOUND, () -> !platform.isRunning(service));
        assertThat(ServiceLog.of(platform, service).substring(logLengthBefore).lines())
                .as("the log shows the halt at the failpoint")
                .anyMatch(line -> line.endsWith("failpoint: halting at call " + call));
    }

    /** Restarts the service without the extras. */
    void restoreOriginal() {
        platform.restart(service);
        modified = false;
    }

    @Override
    public void close() {
        if (modified) {
            restoreOriginal();
        }
    }
}
