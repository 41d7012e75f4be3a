package dev.firstcome.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BarsTests {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

    @Test
    void offATerminalThereAreFewAndPlainLines() {
        Bars bars = new Bars(out, false);

        for (int i = 0; i <= 1000; i++) {
            bars.show(new Bars.Bar("accepted", i, 1000));
        }
        bars.finish(new Bars.Bar("accepted", 1000, 1000), new Bars.Bar("answered", 999, 1000));

        assertThat(written.toString(StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines("  accepted 0\n  accepted 1,000, answered 999\n");
    }

    @Test
    void onATerminalABarIsDrawnOverTheOneBefore() {
        Bars bars = new Bars(out, true);

        bars.show(new Bars.Bar("accepted", 5, 10));
        bars.finish(new Bars.Bar("accepted", 10, 10));

        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains("[###############...............] 5", "\033[1A", "[##############################] 10");
    }
}
