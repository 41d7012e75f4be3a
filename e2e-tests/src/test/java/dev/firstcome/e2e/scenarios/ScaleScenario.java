package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.random.Seeds;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Two instances of a service: each is stopped and started while people call, and nobody notices; and where the one that
 * tells the events stands still, the other tells them.
 */
@DedicatedPlatform
class ScaleScenario {
    private static final int CALLERS = 20;
    private static final Duration BOUND = Duration.ofSeconds(90);
    private static final String FIRST = ServiceDefinition.USER;
    private static final String SECOND = FIRST + "-2";

    @Test
    void anInstanceStopsInGoodOrderWithoutOneFailedCallAndTheOtherTakesOverWhatStandsStill() throws Exception {
        LocalPlatform.Builder two = LocalPlatform.temporary("scaled")
                .services(FIRST, ServiceDefinition.GATEWAY)
                .scale(FIRST, 2);
        try (SharedPlatform shop = SharedPlatform.opened(two)) {
            nobodyNoticesThatOneIsStopped(shop);
            theOtherTellsWhereTheLeaderStandsStill(shop);
        }
    }

    /** In the end only the second runs. */
    private static void nobodyNoticesThatOneIsStopped(SharedPlatform shop) throws Exception {
        try (ShopperGroup crowd = shop.crowd(CALLERS, Seeds.one());
                TokenLoad load = TokenLoad.begins(crowd, List.of("/api/users/me", "/api/messages"))) {
            goesOn(load);
            stops(SECOND, shop, load);
            shop.platform().start(SECOND);
            goesOn(load);
            stops(FIRST, shop, load);
            load.stop();
            System.out.printf(
                    "%d calls while one instance was stopped and started and the other stopped%n", load.calls());
            assertThat(load.failures()).isEmpty();
        }
    }

    /** The second has led all shards since the first was stopped. */
    private static void theOtherTellsWhereTheLeaderStandsStill(SharedPlatform shop) throws Exception {
        shop.platform().start(FIRST);
        try (AccountEventLoad events = AccountEventLoad.begin(shop, Seeds.one() + 1)) {
            events.flow(2 * AccountEventLoad.PEOPLE);
            shop.platform().pause(SECOND);
            events.flow(2 * AccountEventLoad.PEOPLE);
            events.settle();
        }
        shop.platform().resume(SECOND);
        shop.platform().start(SECOND); // until it is ready again
        try (AccountEventLoad both = AccountEventLoad.begin(shop, Seeds.one() + 2)) {
            both.flow(2 * AccountEventLoad.PEOPLE);
            both.settlesRightly();
        }
    }

    private static void stops(String part, SharedPlatform shop, TokenLoad load) {
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
