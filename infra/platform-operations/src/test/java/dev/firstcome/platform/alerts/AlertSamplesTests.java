package dev.firstcome.platform.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AlertSamplesTests {
    private static final String ALERT = "an.alert";

    private final AlertSamples samples = new AlertSamples();

    @Test
    void keepsTheFirstOrTheLastSamples() {
        IntStream.range(0, 50).forEach(number -> {
            samples.add(ALERT, "first", "s" + number);
            samples.addLatest(ALERT, "last", "s" + number);
        });

        assertThat(samples.of(ALERT, "first")).hasSize(20).startsWith("s0").endsWith("s19");
        assertThat(samples.of(ALERT, "last")).hasSize(20).startsWith("s30").endsWith("s49");
    }

    @Test
    void removesTheSubjectsThatWereUpdatedLeastRecently() {
        IntStream.range(0, 300).forEach(number -> samples.addLatest(ALERT, "s" + number, "a sample"));

        assertThat(samples.of(ALERT, "s99")).isEmpty();
        assertThat(samples.of(ALERT, "s100")).containsExactly("a sample");
        assertThat(samples.of(ALERT, "s299")).containsExactly("a sample");
    }

    @Test
    void truncatesALongSample() {
        samples.add(ALERT, "one", "x".repeat(1_000));

        assertThat(samples.of(ALERT, "one").getFirst()).hasSize(300);
    }

    @Test
    void replacesAndRemovesSamplesOfOneSubject() {
        samples.add(ALERT, "one", "old");
        samples.add(ALERT, "other", "kept");

        samples.replace(ALERT, "one", List.of("new", "newer"));
        assertThat(samples.of(ALERT, "one")).containsExactly("new", "newer");

        samples.remove(ALERT, "one");
        assertThat(samples.of(ALERT, "one")).isEmpty();
        assertThat(samples.of(ALERT, "other")).containsExactly("kept");
    }
}
