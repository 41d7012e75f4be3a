package dev.firstcome.gateway.instances;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InstancesTests {
    private static final URI FIRST = URI.create("http://127.0.0.1:1");
    private static final URI SECOND = URI.create("http://127.0.0.1:2");

    private final InstancesProperties properties = new InstancesProperties(
            Map.of("coupon-service", List.of(FIRST, SECOND), "user-service", List.of(FIRST)), Duration.ofSeconds(1));
    private final Instances instances = new Instances(properties);

    @Test
    void thoseThatAreReadyGetCallsInTurn() {
        assertThat(calls(10))
                .containsOnly(FIRST, SECOND)
                .filteredOn(FIRST::equals)
                .hasSize(5);

        says(FIRST, Readiness.REFUSING, 2);
        assertThat(calls(10)).containsOnly(SECOND);

        says(SECOND, Readiness.REFUSING, 2);
        assertThat(calls(10)).as("none is ready").containsOnly(FIRST, SECOND);
    }

    /** As when the only one that runs is slow to answer while the other one starts. */
    @Test
    void whileNoneIsReadyThoseGetCallsThatMayStillTakeThem() {
        says(FIRST, Readiness.SILENT, 1);
        says(SECOND, Readiness.AWAY, 1);
        assertThat(calls(10)).containsOnly(FIRST);

        says(SECOND, Readiness.REFUSING, 2);
        assertThat(calls(10)).containsOnly(FIRST);

        says(SECOND, Readiness.SILENT, 3);
        assertThat(calls(10)).containsOnly(FIRST, SECOND);

        says(FIRST, Readiness.AWAY, 4);
        assertThat(calls(10)).containsOnly(SECOND);

        says(FIRST, Readiness.READY, 5);
        assertThat(calls(10)).containsOnly(FIRST);
    }

    @Test
    void anAnswerThatComesLateSaysNothingAnyMore() {
        says(FIRST, Readiness.REFUSING, 2);
        says(FIRST, Readiness.READY, 1);
        assertThat(calls(10)).containsOnly(SECOND);

        says(FIRST, Readiness.READY, 3);
        assertThat(calls(10)).containsOnly(FIRST, SECOND);
    }

    @Test
    void aSingleOneIsNeverPassedOver() {
        assertThat(instances.several()).hasSize(2);
        assertThat(instances.next("user-service").orElseThrow().address()).isEqualTo(FIRST);
        assertThat(instances.next("nobody")).isEmpty();
    }

    @Test
    void processesAreNamedAsParts() {
        assertThat(properties.processes())
                .containsOnly(
                        Map.entry("coupon-service", FIRST),
                        Map.entry("coupon-service-2", SECOND),
                        Map.entry("user-service", FIRST));
    }

    private void says(URI address, Readiness readiness, long question) {
        instances.several().stream()
                .filter(instance -> instance.address().equals(address))
                .forEach(instance -> instance.said(readiness, question));
    }

    private List<URI> calls(int count) {
        return IntStream.range(0, count)
                .mapToObj(call -> instances.next("coupon-service").orElseThrow().address())
                .toList();
    }
}
