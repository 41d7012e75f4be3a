package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.testsupport.Eventually;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Two instances of user-service. Each is stopped and started under load without a failed call. If the instance that
 * leads the outbox relays is paused, the other one publishes the events.
 */
@DedicatedPlatform
class ScaleScenario {
    private static final int CALLERS = 20;
    private static final Duration BOUND = Duration.ofSeconds(90);
    private static final String FIRST = ServiceDefinition.USER;
    private static final String SECOND = FIRST + "-2";

    @Test
    void anInstanceStopsWithoutAFailedCallAndTheOtherTakesOverPausedRelays() throws Exception {
        LocalPlatform.Builder two = LocalPlatform.temporary("scaled")
                .services(FIRST, ServiceDefinition.GATEWAY)
                .scale(FIRST, 2);
        try (SharedPlatform shop = SharedPlatform.start(two)) {
            stopInstancesWithoutAFailedCall(shop);
            publishWhileTheLeaderIsPaused(shop);
        }
    }

    /** Afterwards only the second instance runs. */
    private static void stopInstancesWithoutAFailedCall(SharedPlatform shop) throws Exception {
        try (ShopperGroup group = shop.signUpShoppers(CALLERS, Seeds.one());
                TokenLoad load = TokenLoad.start(group, List.of("/api/users/me", "/api/messages"))) {
            awaitFurtherCalls(load);
            stopUnderLoad(SECOND, shop, load);
            shop.platform().start(SECOND);
            awaitFurtherCalls(load);
            stopUnderLoad(FIRST, shop, load);
            load.stop();
            System.out.printf("%d calls while one instance was restarted and the other stopped%n", load.calls());
            assertThat(load.failures()).isEmpty();
        }
    }

    /** The second instance leads all shards since the first was stopped. */
    private static void publishWhileTheLeaderIsPaused(SharedPlatform shop) throws Exception {
        shop.platform().start(FIRST);
        try (AccountEventLoad events = AccountEventLoad.start(shop, Seeds.one() + 1)) {
            events.awaitSuccesses(2 * AccountEventLoad.USERS);
            shop.platform().pause(SECOND);
            events.awaitSuccesses(2 * AccountEventLoad.USERS);
            events.stopAndDrain();
        }
        shop.platform().resume(SECOND);
        shop.platform().start(SECOND); // waits until it is ready
        try (AccountEventLoad both = AccountEventLoad.start(shop, Seeds.one() + 2)) {
            both.awaitSuccesses(2 * AccountEventLoad.USERS);
            both.stopAndVerify();
        }
    }

    private static void stopUnderLoad(String instance, SharedPlatform shop, TokenLoad load) {
        long before = load.calls();
        shop.platform().stop(instance);
        assertThat(load.calls()).as("calls while " + instance + " stopped").isGreaterThan(before);
        awaitFurtherCalls(load);
    }

    private static void awaitFurtherCalls(TokenLoad load) {
        long now = load.calls();
        Eventually.holds("every shopper has called since", BOUND, () -> load.calls() > now + 5 * CALLERS);
    }
}
