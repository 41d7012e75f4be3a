package dev.firstcome.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressBarsTests {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);

    @Test
    void printsFewTextLinesWithoutATerminal() {
        ProgressBars bars = new ProgressBars(out, false);

        for (int i = 0; i <= 1000; i++) {
            bars.show(new ProgressBars.Bar("accepted", i, 1000));
        }
        bars.finish(new ProgressBars.Bar("accepted", 1000, 1000), new ProgressBars.Bar("answered", 999, 1000));

        assertThat(output.toString(StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines("  accepted 0\n  accepted 1,000, answered 999\n");
    }

    @Test
    void redrawsBarsInPlaceOnATerminal() {
        ProgressBars bars = new ProgressBars(out, true);

        bars.show(new ProgressBars.Bar("accepted", 5, 10));
        bars.finish(new ProgressBars.Bar("accepted", 10, 10));

        assertThat(output.toString(StandardCharsets.UTF_8))
                .contains("[###############...............] 5", "\033[1A", "[##############################] 10");
    }
}
