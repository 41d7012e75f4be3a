package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.crowd.Crowd;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.random.Seeds;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two instances of a service: each is stopped and started while people call, and nobody notices. */
@OnItsOwnPlatform
class ScaleScenario {
    private static final int CALLERS = 20;
    private static final Duration BOUND = Duration.ofSeconds(90);

    @Test
    void anInstanceStopsInGoodOrderWithoutOneFailedCall() throws Exception {
        LocalPlatform.Builder two = LocalPlatform.temporary("scaled")
                .services(ServiceDefinition.USER, ServiceDefinition.GATEWAY)
                .scale(ServiceDefinition.USER, 2);
        try (Shop shop = Shop.opened(two);
                Crowd crowd = shop.crowd(CALLERS, Seeds.one());
                TokenLoad load = TokenLoad.begins(crowd, List.of("/api/users/me", "/api/messages"))) {
            goesOn(load);
            String first = ServiceDefinition.USER;
            String second = first + "-2";
            stops(second, shop, load);
            shop.platform().start(second);
            goesOn(load);
            stops(first, shop, load);
            load.stop();
            System.out.printf(
                    "%d calls while one instance was stopped and started and the other stopped%n", load.calls());
            assertThat(load.failures()).isEmpty();
        }
    }

    private static void stops(String part, Shop shop, TokenLoad load) {
        long before = load.calls();
        shop.platform().stop(part);
        assertThat(load.calls()).as("calls while " + part + " stopped").isGreaterThan(before);
        goesOn(load);
    }

    private static void goesOn(TokenLoad load) {
        long now = load.calls();
        Eventually.holds("everybody has called again", BOUND, () -> load.calls() > now + 5 * CALLERS);
    }
}
