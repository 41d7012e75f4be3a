package dev.firstcome.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.e2e.faults.FaultSpec.OfLink;
import dev.firstcome.e2e.faults.FaultSpec.OfProcess;
import dev.firstcome.e2e.faults.FaultSpec.ProcessFault;
import dev.firstcome.e2e.faults.proxy.Direction;
import dev.firstcome.e2e.faults.proxy.Impairment.Bandwidth;
import dev.firstcome.e2e.faults.proxy.Impairment.BlackHole;
import dev.firstcome.e2e.faults.proxy.Impairment.Cut;
import dev.firstcome.e2e.faults.proxy.Impairment.Delay;
import dev.firstcome.e2e.faults.proxy.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineTests {
    private static final int SEEDS = 300;
    private static final FaultMenu MENU =
            new FaultMenu(allSpecs(), 8, Duration.ofSeconds(20), Duration.ofMillis(1), Duration.ofSeconds(5));

    @Test
    void parseReadsPrintedTimelines() {
        assertThat(LongStream.range(-SEEDS / 2, SEEDS / 2).mapToObj(seed -> Timeline.draw(seed, MENU)))
                .allSatisfy(timeline -> assertThat(Timeline.parse(timeline.toString()))
                        .isEqualTo(timeline)
                        .hasToString(timeline.toString()));
    }

    @Test
    void everyFaultOfTheMenuIsDrawn() {
        Set<FaultSpec> drawn = LongStream.range(0, SEEDS)
                .mapToObj(seed -> Timeline.draw(seed, MENU))
                .flatMap(timeline -> timeline.faults().stream())
                .map(Fault::spec)
                .collect(Collectors.toSet());

        assertThat(drawn).containsExactlyInAnyOrderElementsOf(allSpecs());
    }

    @Test
    void sameSeedGivesSameTimeline() {
        assertThat(Timeline.draw(1, MENU)).isEqualTo(Timeline.draw(1, MENU));
        assertThat(Timeline.draw(1, MENU).faults())
                .hasSize(8)
                .isNotEqualTo(Timeline.draw(2, MENU).faults());
    }

    @Test
    void faultTimesStayWithinTheMenu() {
        assertThat(LongStream.range(0, SEEDS).mapToObj(seed -> Timeline.draw(seed, MENU)))
                .allSatisfy(timeline -> assertThat(timeline.faults()).allSatisfy(fault -> {
                    assertThat(fault.at()).isBetween(Duration.ZERO, MENU.within());
                    assertThat(fault.duration()).isBetween(MENU.shortest(), MENU.longest());
                    assertThat(fault.healedAt()).isLessThanOrEqualTo(timeline.length());
                }));
    }

    @Test
    void overlappingFaultsOfOneProcessAreRejected() {
        String overlapping = """
                timeline 1
                at 0ms for 1000ms pg-1 kill
                at 500ms for 1000ms pg-1 pause
                """;

        assertThatThrownBy(() -> Timeline.parse(overlapping)).hasMessageContaining("Overlapping faults of one process");
    }

    @Test
    void tooManyFaultsOfOneProcessAreRejected() {
        FaultMenu tooMany = new FaultMenu(
                List.of(new OfProcess("pg-1", ProcessFault.KILL)),
                3,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1));

        assertThatThrownBy(() -> Timeline.draw(1, tooMany))
                .hasMessageContaining("Cannot place 3 faults without overlap");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "at 0ms for 1ms pg-1 kill",
                "timeline 1\nat 0ms for 1ms pg-1 burns",
                "timeline 1\nat 0ms for 1ms a->b burns",
                "timeline 1\nat 0ms for 0ms pg-1 kill",
                "timeline 1\nat 0ms for 1ms a->b bandwidth both 0B/s",
                "timeline 1\nsoon a->b cut"
            })
    void invalidTextIsRejected(String text) {
        assertThatThrownBy(() -> Timeline.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<FaultSpec> allSpecs() {
        Link link = Link.of("coupon-service", "redis-coupon-1");
        List<FaultSpec> all = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            all.add(new OfLink(link, new BlackHole(direction)));
            all.add(new OfLink(link, new Delay(direction, Duration.ofMillis(200), Duration.ofMillis(50))));
            all.add(new OfLink(Link.fromAnyone("kafka-1-controller"), new Bandwidth(direction, 20_000)));
        }
        all.add(new OfLink(link, new Cut()));
        for (String process : List.of("pg-1", "redis-coupon-2", "coupon-service")) {
            all.add(new OfProcess(process, ProcessFault.KILL));
            all.add(new OfProcess(process, ProcessFault.PAUSE));
        }
        return all;
    }
}
