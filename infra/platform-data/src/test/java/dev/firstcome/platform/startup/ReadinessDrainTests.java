package dev.firstcome.platform.startup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.platform.startup.ReadinessDrain.DrainProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.support.GenericApplicationContext;

class ReadinessDrainTests {
    private final GenericApplicationContext context = new GenericApplicationContext();
    private final List<Object> states = new ArrayList<>();

    @BeforeEach
    void start() {
        context.addApplicationListener(event -> {
            if (event instanceof AvailabilityChangeEvent<?> change) {
                states.add(change.getState());
            }
        });
        context.refresh();
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void theProcessIsUnreadyBeforeItStopsServing() {
        ReadinessDrain drain = drain(Duration.ofMillis(50));
        drain.start();
        assertThat(drain.isRunning()).isTrue();

        long begin = System.nanoTime();
        drain.stop();

        assertThat(states).contains(ReadinessState.REFUSING_TRAFFIC);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        assertThat(drain.isRunning()).isFalse();
    }

    @Test
    void aSingleInstanceDoesNotWait() {
        ReadinessDrain drain = drain(Duration.ZERO);
        drain.start();

        drain.stop();

        assertThat(states).contains(ReadinessState.REFUSING_TRAFFIC);
    }

    @Test
    void anInterruptEndsTheWait() {
        ReadinessDrain drain = drain(Duration.ofHours(1));
        Thread.currentThread().interrupt();

        drain.stop();

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void itIsTheFirstStepOfTheShutdown() {
        assertThat(drain(Duration.ZERO).getPhase()).isEqualTo(Integer.MAX_VALUE);
    }

    private ReadinessDrain drain(Duration period) {
        return new ReadinessDrain(context, new DrainProperties(period));
    }
}
