package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.load.Pacing;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.service.ServiceExtras;
import dev.firstcome.model.random.Seeds;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever dies while events are told: none is lost, none was never committed, and each has its effect once. */
@ExtendWith(SharedPlatformExtension.class)
class EventsScenario {
    private static final String USER_SERVICE = ServiceDefinition.USER;
    private static final int KILLS = 5;
    private static final int OPEN_ON_EACH_SHARD = 5;
    private static final Duration BOUND = Duration.ofSeconds(60);

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingIsLostWhenTheRelayIsKilledWithManyTransactionsOpen(long seed, SharedPlatform shop) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        System.out.printf("relay killed: seed %s%n", Seeds.text(seed));
        try (AccountEventLoad events = AccountEventLoad.begin(shop, seed)) {
            for (int kill = 1; kill <= KILLS; kill++) {
                events.flow(2 * AccountEventLoad.PEOPLE);
                Pacing.pause(Duration.ofMillis(random.nextLong(1_000)));
                try (OpenTransactions open = OpenTransactions.begin(shop.description(), OPEN_ON_EACH_SHARD)) {
                    int asking = events.manyAsk();
                    shop.platform().kill(USER_SERVICE);
                    System.out.printf("kill %d: %d asking, %d transactions open%n", kill, asking, open.count());
                    open.end();
                }
                shop.platform().start(USER_SERVICE);
            }
            events.flow(2 * AccountEventLoad.PEOPLE);

            events.settlesRightly();
        }
    }

    @Test
    void nothingIsLostOrTakenTwiceWhenTheRelayDiesBeforeItDeletesAndTheSlotIsGone(SharedPlatform shop)
            throws Exception {
        long seed = Seeds.one();
        long call = new SplittableRandom(seed).nextLong(3, 20);
        try (AccountEventLoad events = AccountEventLoad.begin(shop, seed)) {
            ServiceExtras halt = FailpointJar.extras(FailpointJar.DELETES_EVENTS + "@" + call + ":halt");
            try (ModifiedService armed = ModifiedService.launched(shop.platform(), USER_SERVICE, halt)) {
                armed.isHaltedAt(call);
                ReplicationSlots.drop(shop.description(), USER_SERVICE);
            }
            events.flow(2 * AccountEventLoad.PEOPLE);

            events.settlesRightly();
        }
        aLostSlotWasTold(shop);
    }

    private static void aLostSlotWasTold(SharedPlatform shop) {
        try (PlatformTopics topics = new PlatformTopics(shop.description().kafka())) {
            Eventually.holds(
                    "the sign of a lost slot is told",
                    BOUND,
                    () -> topics.records(Topics.PLATFORM_SIGNS).stream()
                            .anyMatch(sign -> sign.path("sign").asString().equals("slot.lost")
                                    && sign.path("raised").asBoolean()));
        }
    }

    @Test
    void nothingIsLostWhenAPrimaryIsKilled(SharedPlatform shop) throws Exception {
        try (AccountEventLoad events = AccountEventLoad.begin(shop, Seeds.one())) {
            events.flow(2 * AccountEventLoad.PEOPLE);
            System.out.printf("pg-1 killed: %d asking%n", events.manyAsk());
            shop.platform().kill("pg-1");
            shop.platform().start("pg-1");
            events.flow(4 * AccountEventLoad.PEOPLE);

            events.settlesRightly();
        }
        assertThat(shop.platform().isRunning(USER_SERVICE)).isTrue();
    }

    static LongStream seeds() {
        return Seeds.rounds();
    }
}
