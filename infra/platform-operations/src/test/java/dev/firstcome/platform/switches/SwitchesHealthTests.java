package dev.firstcome.platform.switches;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.platform.SwitchChanged;
import dev.firstcome.contracts.platform.SwitchLayer;
import dev.firstcome.contracts.switches.Gate;
import dev.firstcome.contracts.switches.SwitchDefinition;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.testing.TestClock;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.kafka.core.ConsumerFactory;

class SwitchesHealthTests {
    private static final SwitchDefinition<Gate> SALES =
            new SwitchDefinition<>("sales", Gate.class, Gate.OPEN, "Whether there are sales.");

    private final TestClock clock = new TestClock();
    private final Switches switches = new Switches(clock, List.of(SALES));
    private final SwitchFollower follower = new SwitchFollower(new UnavailableKafka(), new EventCodec(), switches);
    private final SwitchesHealth health = new SwitchesHealth(follower, switches);

    @AfterEach
    void close() {
        follower.close();
    }

    @Test
    void aProcessThatCannotConsumeTheTopicIsDownWithDefaults() {
        Health result = health.health();

        assertThat(result.getStatus()).isEqualTo(Status.DOWN);
        assertThat(result.getDetails()).containsEntry("sales", Gate.OPEN).containsKey("reason");
    }

    /** The gateway sends a setting directly, also while Kafka is unavailable. */
    @Test
    void theHealthContainsTheValuesInForce() {
        switches.apply(new SwitchChanged(
                UUID.randomUUID(), "sales", SwitchLayer.MANUAL, 1, "CLOSED", "a test", "kim", clock.instant(), null));

        assertThat(health.health().getDetails()).containsEntry("sales", Gate.CLOSED);
    }

    private static final class UnavailableKafka implements ConsumerFactory<byte[], byte[]> {
        @Override
        public Consumer<byte[], byte[]> createConsumer(
                @Nullable String group,
                @Nullable String clientIdPrefix,
                @Nullable String clientIdSuffix,
                @Nullable Properties overrides) {
            throw new KafkaException("no broker");
        }

        @Override
        public boolean isAutoCommit() {
            return false;
        }
    }
}
