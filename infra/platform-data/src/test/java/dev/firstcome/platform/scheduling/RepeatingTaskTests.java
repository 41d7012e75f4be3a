package dev.firstcome.platform.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RepeatingTaskTests {
    @Test
    void aFailedTaskRunsAgain() throws InterruptedException {
        CountDownLatch runs = new CountDownLatch(3);
        try (ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor()) {
            RepeatingTask.schedule(Duration.ofMillis(20), executor, "a test", () -> {
                runs.countDown();
                throw new IllegalStateException("fails on each run");
            });
            assertThat(runs.await(30, TimeUnit.SECONDS)).isTrue();
            executor.shutdownNow();
        }
    }
}
