package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.bench.BareRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The benchmark calls the engine's own script, in the form that the script has now, and it decides what it does for the engine. */
@ExtendWith(SharedPlatformExtension.class)
class BareScriptScenario {
    private static final int RECORDS = 6_000;

    @Test
    void theBenchmarksCallsAreTheScripts(SharedPlatform shop) throws Exception {
        try (BareRun bare = new BareRun(shop.description(), RECORDS)) {
            assertThat(bare.recordsPerSecond()).isPositive();
        }
    }
}
