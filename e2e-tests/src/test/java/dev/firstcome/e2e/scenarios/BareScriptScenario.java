package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.bench.BareRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The benchmark calls the current script of the issuing engine, and the script makes the same decisions for both. */
@ExtendWith(SharedPlatformExtension.class)
class BareScriptScenario {
    private static final int RECORDS = 6_000;

    @Test
    void theBenchmarkCallsMatchTheScript(SharedPlatform shop) throws Exception {
        try (BareRun bare = new BareRun(shop.description(), RECORDS)) {
            assertThat(bare.recordsPerSecond()).isPositive();
        }
    }
}
