package dev.firstcome.gateway.instances;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InstanceSelectorTests {
    private static final URI FIRST = URI.create("http://127.0.0.1:1");
    private static final URI SECOND = URI.create("http://127.0.0.1:2");

    private final InstancesProperties properties = new InstancesProperties(
            Map.of("coupon-service", List.of(FIRST, SECOND), "user-service", List.of(FIRST)), Duration.ofSeconds(1));
    private final InstanceSelector instances = new InstanceSelector(properties);

    @Test
    void selectsReadyInstancesRoundRobin() {
        assertThat(selectTimes(10))
                .containsOnly(FIRST, SECOND)
                .filteredOn(FIRST::equals)
                .hasSize(5);

        recordPoll(FIRST, Readiness.NOT_READY, 2);
        assertThat(selectTimes(10)).containsOnly(SECOND);

        recordPoll(SECOND, Readiness.NOT_READY, 2);
        assertThat(selectTimes(10)).as("none is ready").containsOnly(FIRST, SECOND);
    }

    /** Example: the only running instance is slow while the other one starts. */
    @Test
    void selectsTheBestReadinessIfNoInstanceIsReady() {
        recordPoll(FIRST, Readiness.TIMED_OUT, 1);
        recordPoll(SECOND, Readiness.UNREACHABLE, 1);
        assertThat(selectTimes(10)).containsOnly(FIRST);

        recordPoll(SECOND, Readiness.NOT_READY, 2);
        assertThat(selectTimes(10)).containsOnly(FIRST);

        recordPoll(SECOND, Readiness.TIMED_OUT, 3);
        assertThat(selectTimes(10)).containsOnly(FIRST, SECOND);

        recordPoll(FIRST, Readiness.UNREACHABLE, 4);
        assertThat(selectTimes(10)).containsOnly(SECOND);

        recordPoll(FIRST, Readiness.READY, 5);
        assertThat(selectTimes(10)).containsOnly(FIRST);
    }

    @Test
    void ignoresTheResultOfAnOlderPoll() {
        recordPoll(FIRST, Readiness.NOT_READY, 2);
        recordPoll(FIRST, Readiness.READY, 1);
        assertThat(selectTimes(10)).containsOnly(SECOND);

        recordPoll(FIRST, Readiness.READY, 3);
        assertThat(selectTimes(10)).containsOnly(FIRST, SECOND);
    }

    @Test
    void alwaysSelectsASingleInstance() {
        assertThat(instances.replicatedInstances()).hasSize(2);
        assertThat(instances.select("user-service").orElseThrow().address()).isEqualTo(FIRST);
        assertThat(instances.select("unknown-service")).isEmpty();
    }

    @Test
    void numbersTheProcessesOfAService() {
        assertThat(properties.processes())
                .containsOnly(
                        Map.entry("coupon-service", FIRST),
                        Map.entry("coupon-service-2", SECOND),
                        Map.entry("user-service", FIRST));
    }

    private void recordPoll(URI address, Readiness readiness, long poll) {
        instances.replicatedInstances().stream()
                .filter(instance -> instance.address().equals(address))
                .forEach(instance -> instance.updateReadiness(readiness, poll));
    }

    private List<URI> selectTimes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> instances.select("coupon-service").orElseThrow().address())
                .toList();
    }
}
