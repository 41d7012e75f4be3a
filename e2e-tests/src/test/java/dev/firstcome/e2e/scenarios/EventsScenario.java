package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.load.Pacing;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.service.ServiceExtras;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.testsupport.Eventually;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Processes are killed while events are published: no event is lost, none is uncommitted, each takes effect once. */
@ExtendWith(SharedPlatformExtension.class)
class EventsScenario {
    private static final String USER_SERVICE = ServiceDefinition.USER;
    private static final int KILLS = Integer.getInteger("firstcome.relay-kills", 5);
    private static final int OPEN_PER_SHARD = 5;
    private static final Duration BOUND = Duration.ofSeconds(60);

    @CoreSet
    @ParameterizedTest
    @MethodSource("seeds")
    void nothingIsLostWhenTheRelayIsKilledWithManyTransactionsOpen(long seed, SharedPlatform shop) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        System.out.printf("relay killed: seed %s%n", Seeds.text(seed));
        try (AccountEventLoad events = AccountEventLoad.start(shop, seed)) {
            for (int kill = 1; kill <= KILLS; kill++) {
                events.awaitSuccesses(2 * AccountEventLoad.USERS);
                Pacing.pause(Duration.ofMillis(random.nextLong(1_000)));
                try (OpenTransactions open = OpenTransactions.open(shop.description(), OPEN_PER_SHARD)) {
                    int inFlight = events.awaitConcurrentCalls();
                    shop.platform().kill(USER_SERVICE);
                    System.out.printf("kill %d: %d in flight, %d transactions open%n", kill, inFlight, open.count());
                    open.commitEveryOther();
                }
                shop.platform().start(USER_SERVICE);
            }
            events.awaitSuccesses(2 * AccountEventLoad.USERS);

            events.stopAndVerify();
        }
    }

    @Test
    void nothingIsLostOrDuplicatedWhenTheRelayIsKilledBeforeItDeletesAndTheSlotIsLost(SharedPlatform shop)
            throws Exception {
        long seed = Seeds.one();
        long call = new SplittableRandom(seed).nextLong(3, 20);
        try (AccountEventLoad events = AccountEventLoad.start(shop, seed)) {
            ServiceExtras halt = FailpointJar.extras(FailpointJar.OUTBOX_DELETE + "@" + call + ":halt");
            try (ModifiedService service = ModifiedService.launch(shop.platform(), USER_SERVICE, halt)) {
                service.awaitHaltAt(call);
                ReplicationSlots.drop(shop.description(), USER_SERVICE);
            }
            events.awaitSuccesses(2 * AccountEventLoad.USERS);

            events.stopAndVerify();
        }
        awaitLostSlotAlert(shop);
    }

    private static void awaitLostSlotAlert(SharedPlatform shop) {
        try (PlatformTopics topics = new PlatformTopics(shop.description().kafka())) {
            Eventually.holds(
                    "the alert for a lost slot is raised",
                    BOUND,
                    () -> topics.records(Topics.PLATFORM_ALERTS).stream()
                            .anyMatch(alert -> alert.path("alert").asString().equals("slot.lost")
                                    && alert.path("raised").asBoolean()));
        }
    }

    @Test
    void nothingIsLostWhenAPrimaryIsKilled(SharedPlatform shop) throws Exception {
        try (AccountEventLoad events = AccountEventLoad.start(shop, Seeds.one())) {
            events.awaitSuccesses(2 * AccountEventLoad.USERS);
            System.out.printf("pg-1 killed: %d in flight%n", events.awaitConcurrentCalls());
            shop.platform().kill("pg-1");
            shop.platform().start("pg-1");
            events.awaitSuccesses(4 * AccountEventLoad.USERS);

            events.stopAndVerify();
        }
        assertThat(shop.platform().isRunning(USER_SERVICE)).isTrue();
    }

    static LongStream seeds() {
        return Seeds.rounds();
    }
}
