package dev.firstcome.platform.signs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.platform.signs.Hysteresis.Bounds;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SignSpecTests {
    private static final Bounds BOUNDS = new Bounds(1, 0, Duration.ZERO, Duration.ZERO);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void countsOfOneSubjectAreSummedUp() {
        meters.counter("calls", "outcome", "lost", "call", "make").increment(3);
        meters.counter("calls", "outcome", "lost", "call", "look").increment(2);
        meters.timer("calls", "outcome", "done", "call", "look").record(Duration.ofSeconds(7));

        assertThat(new SignSpec("a.sign", "calls", "outcome", true, "calls/s", BOUNDS).measures(meters))
                .isEqualTo(Map.of("lost", 5.0, "done", 1.0));
    }

    @Test
    void ofValuesTheGreatestIsTaken() {
        meters.gauge("lag", List.of(Tag.of("topic", "a")), 3.0);
        meters.gauge("lag", List.of(Tag.of("topic", "b")), Double.NaN);
        meters.gauge("lag", List.of(Tag.of("topic", "c")), 2.0);

        assertThat(new SignSpec("a.sign", "lag", "client", false, "records", BOUNDS).measures(meters))
                .isEqualTo(Map.of("", 3.0));
    }

    @Test
    void onlyTheNamedSubjectsCount() {
        meters.counter("orders", "outcome", "accepted").increment(100);
        meters.counter("orders", "outcome", "replayed").increment(2);

        assertThat(new SignSpec("a.sign", "orders", "outcome", Set.of("replayed", "busy"), true, "calls/s", BOUNDS)
                        .measures(meters))
                .isEqualTo(Map.of("replayed", 2.0));
    }

    /** Two of one name would tell of one subject in turns that it is and that it is not. */
    @Test
    void whereSeveralHaveOneNameNoSubjectIsInTwo() {
        for (SignSpec one : SignSpec.ALL) {
            List<String> subjects = SignSpec.ALL.stream()
                    .filter(other -> other.name().equals(one.name()))
                    .flatMap(other -> other.only().isEmpty() ? Stream.of("any") : other.only().stream())
                    .toList();
            assertThat(subjects).as(one.name()).doesNotHaveDuplicates();
            assertThat(subjects.contains("any") && subjects.size() > 1)
                    .as(one.name())
                    .isFalse();
        }
    }
}
