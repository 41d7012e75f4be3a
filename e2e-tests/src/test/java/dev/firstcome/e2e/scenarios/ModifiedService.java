package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.service.ServiceExtras;
import java.io.IOException;
import java.time.Duration;

/** A service that runs with something added, until it is as it was built again: at the latest when this is closed. */
final class ModifiedService implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(150);

    private final LocalPlatform platform;
    private final String service;
    private final int saidBefore;
    private boolean altered = true;

    private ModifiedService(LocalPlatform platform, String service) throws IOException {
        this.platform = platform;
        this.service = service;
        this.saidBefore = ServiceLog.of(platform, service).length();
    }

    /** Returns when the service is ready with what is added. */
    static ModifiedService restarted(LocalPlatform platform, String service, ServiceExtras extras) throws IOException {
        return begun(platform, service, () -> platform.with(service, extras).restart(service));
    }

    /** For what is reached perhaps before the service is ready. */
    static ModifiedService launched(LocalPlatform platform, String service, ServiceExtras extras) throws IOException {
        LocalPlatform with = platform.with(service, extras);
        return begun(platform, service, () -> {
            with.stop(service);
            with.launch(service);
        });
    }

    private static ModifiedService begun(LocalPlatform platform, String service, Runnable beginning)
            throws IOException {
        ModifiedService altered = new ModifiedService(platform, service);
        try {
            beginning.run();
            return altered;
        } catch (RuntimeException failed) {
            altered.close();
            throw failed;
        }
    }

    /** A failpoint that was added has ended the process, and nothing else has. */
    void isHaltedAt(long call) throws IOException {
        Eventually.holds("the failpoint is reached", BOUND, () -> !platform.isRunning(service));
        assertThat(ServiceLog.of(platform, service).substring(saidBefore).lines())
                .as("why the service ended")
                .anyMatch(line -> line.endsWith("failpoint: halting at call " + call));
    }

    /** Started anew, without what was added. */
    void isAsBuilt() {
        platform.restart(service);
        altered = false;
    }

    @Override
    public void close() {
        if (altered) {
            isAsBuilt();
        }
    }
}
