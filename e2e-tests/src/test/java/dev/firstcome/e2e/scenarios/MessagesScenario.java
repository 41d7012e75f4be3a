package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.load.GatewayClient;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.testsupport.Eventually;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every new user receives exactly one welcome message on an open SSE stream, also when user-service is killed. */
@ExtendWith(SharedPlatformExtension.class)
class MessagesScenario {
    private static final int USERS_BEFORE_KILL = 16;
    private static final int USERS_DURING_KILL = 48;
    private static final int PENDING_MIN = 3;
    private static final Duration BOUND = Duration.ofSeconds(60);

    @Test
    void everyUserReceivesOneWelcomeWhenTheServiceIsKilled(SharedPlatform shop) throws Exception {
        URI gateway = URI.create(shop.description().gatewayUrl());
        String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        List<MessageStreamClient> listeners = new ArrayList<>();
        try (GatewayClient client = new GatewayClient(gateway, USERS_BEFORE_KILL + USERS_DURING_KILL)) {
            connectListeners(USERS_BEFORE_KILL, run, gateway, client, listeners);
            Eventually.holds(
                    "the first listeners received their welcome",
                    BOUND,
                    () -> countWelcomed(listeners) == USERS_BEFORE_KILL);
            print("before the kill", listeners);

            connectListeners(USERS_DURING_KILL, run, gateway, client, listeners);
            long pending = Eventually.get(
                    "some listeners await their welcome",
                    BOUND,
                    () -> listeners.stream()
                            .filter(MessageStreamClient::awaitsWelcome)
                            .count(),
                    some -> some >= PENDING_MIN);
            shop.platform().kill(ServiceDefinition.USER);
            System.out.printf(
                    "user-service killed: %d streams opened before, %d listeners await their welcome%n",
                    streamsOpened(listeners), pending);
            shop.platform().start(ServiceDefinition.USER);

            Eventually.holds(
                    "every listener received its welcome", BOUND, () -> countWelcomed(listeners) == listeners.size());
            Eventually.holds(
                    "every new stream receives heartbeats",
                    BOUND,
                    () -> listeners.stream().allMatch(listener -> listener.heartbeats() > 0)
                            && listeners.subList(0, USERS_BEFORE_KILL).stream()
                                    .allMatch(listener -> listener.streamsOpened() > 1));
            print("after the kill", listeners);
            assertThat(listeners).allSatisfy(MessagesScenario::assertOneWelcome);
        } finally {
            listeners.forEach(MessageStreamClient::close);
        }
    }

    private static void assertOneWelcome(MessageStreamClient listener) {
        assertThat(listener.received()).singleElement().satisfies(welcome -> {
            assertThat(welcome.id()).isEqualTo("1");
            assertThat(welcome.kind()).isEqualTo("WELCOME");
        });
    }

    /** Every second client uses stream tickets. */
    private static void connectListeners(
            int count, String run, URI gateway, GatewayClient client, List<MessageStreamClient> listeners) {
        for (int i = 0; i < count; i++) {
            int number = listeners.size();
            String email = "listener-" + run + "-" + number + "@example.com";
            listeners.add(MessageStreamClient.start(gateway, client, email, number % 2 == 0));
        }
    }

    private static long countWelcomed(List<MessageStreamClient> listeners) {
        return listeners.stream()
                .filter(listener -> !listener.received().isEmpty())
                .count();
    }

    private static int streamsOpened(List<MessageStreamClient> listeners) {
        return listeners.stream().mapToInt(MessageStreamClient::streamsOpened).sum();
    }

    private static void print(String phase, List<MessageStreamClient> listeners) {
        List<Long> millis = listeners.stream()
                .flatMap(listener -> listener.received().stream())
                .map(MessageStreamClient.ReceivedMessage::millis)
                .sorted()
                .toList();
        System.out.printf(
                "%s: %d welcomes on %d streams; delay since sign-up or stream opening: p50 %d ms, p99 %d ms%n",
                phase,
                millis.size(),
                streamsOpened(listeners),
                millis.get(millis.size() / 2),
                millis.get((millis.size() - 1) * 99 / 100));
    }
}
