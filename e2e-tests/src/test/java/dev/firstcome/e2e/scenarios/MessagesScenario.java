package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.load.GatewayClient;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.layout.ServiceDefinition;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever signs up is welcomed on an open stream, once, also when the service is killed meanwhile. */
@ExtendWith(SharedPlatformExtension.class)
class MessagesScenario {
    private static final int BEFORE = 16;
    private static final int MEANWHILE = 48;
    private static final int WAITING_MIN = 3;
    private static final Duration BOUND = Duration.ofSeconds(60);

    @Test
    void everyWelcomeIsHeardOnceWhenTheServiceIsKilled(SharedPlatform shop) throws Exception {
        URI gateway = URI.create(shop.description().gatewayUrl());
        String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        List<MessageStreamClient> listeners = new ArrayList<>();
        try (GatewayClient door = new GatewayClient(gateway, BEFORE + MEANWHILE)) {
            come(BEFORE, run, gateway, door, listeners);
            Eventually.holds("the first are welcomed", BOUND, () -> welcomed(listeners) == BEFORE);
            print("running", listeners);

            come(MEANWHILE, run, gateway, door, listeners);
            long waiting = Eventually.get(
                    "some wait for their welcome",
                    BOUND,
                    () -> listeners.stream().filter(MessageStreamClient::waits).count(),
                    some -> some >= WAITING_MIN);
            shop.platform().kill(ServiceDefinition.USER);
            System.out.printf(
                    "user-service killed: %d streams had been opened, %d wait for their welcome%n",
                    opened(listeners), waiting);
            shop.platform().start(ServiceDefinition.USER);

            Eventually.holds("everybody is welcomed", BOUND, () -> welcomed(listeners) == listeners.size());
            Eventually.holds(
                    "everybody's new stream lives",
                    BOUND,
                    () -> listeners.stream().allMatch(listener -> listener.heartbeats() > 0)
                            && listeners.subList(0, BEFORE).stream().allMatch(listener -> listener.opened() > 1));
            print("killed meanwhile", listeners);
            assertThat(listeners)
                    .allSatisfy(listener -> assertThat(listener.heard())
                            .singleElement()
                            .satisfies(welcome -> {
                                assertThat(welcome.id()).isEqualTo("1");
                                assertThat(welcome.kind()).isEqualTo("WELCOME");
                            }));
        } finally {
            listeners.forEach(MessageStreamClient::close);
        }
    }

    /** Every second one comes with tickets. */
    private static void come(
            int count, String run, URI gateway, GatewayClient door, List<MessageStreamClient> listeners) {
        for (int i = 0; i < count; i++) {
            int number = listeners.size();
            String email = "listener-" + run + "-" + number + "@example.com";
            listeners.add(MessageStreamClient.comes(gateway, door, email, number % 2 == 0));
        }
    }

    private static long welcomed(List<MessageStreamClient> listeners) {
        return listeners.stream()
                .filter(listener -> !listener.heard().isEmpty())
                .count();
    }

    private static int opened(List<MessageStreamClient> listeners) {
        return listeners.stream().mapToInt(MessageStreamClient::opened).sum();
    }

    private static void print(String what, List<MessageStreamClient> listeners) {
        List<Long> millis = listeners.stream()
                .flatMap(listener -> listener.heard().stream())
                .map(MessageStreamClient.Heard::millis)
                .sorted()
                .toList();
        System.out.printf(
                "%s: %d welcomes on %d streams; from the sign-up or the opened stream: p50 %d ms, p99 %d ms%n",
                what,
                millis.size(),
                opened(listeners),
                millis.get(millis.size() / 2),
                millis.get((millis.size() - 1) * 99 / 100));
    }
}
