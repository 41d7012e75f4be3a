package dev.firstcome.platform.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RepeatedTests {
    @Test
    void aTaskThatFailsIsRunAgain() throws InterruptedException {
        CountDownLatch runs = new CountDownLatch(3);
        try (ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor()) {
            Repeated.every(Duration.ofMillis(20), executor, "a test", () -> {
                runs.countDown();
                throw new IllegalStateException("each time");
            });
            assertThat(runs.await(30, TimeUnit.SECONDS)).isTrue();
            executor.shutdownNow();
        }
    }
}
