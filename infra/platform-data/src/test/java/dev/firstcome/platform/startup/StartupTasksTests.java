package dev.firstcome.platform.startup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.platform.startup.StartupTasks.StartupHealth;
import dev.firstcome.testsupport.Eventually;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class StartupTasksTests {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final StartupTasks tasks = new StartupTasks(meters);
    private final StartupHealth health = new StartupHealth(tasks);

    @AfterEach
    void stop() {
        tasks.destroy();
    }

    @Test
    void aProcessWithoutTasksIsReady() {
        assertThat(tasks.allSucceeded()).isTrue();
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void aTaskIsRetriedUntilItSucceeds() {
        AtomicInteger attempts = new AtomicInteger();
        tasks.runUntilSuccessful("schema", () -> {
            if (attempts.incrementAndGet() < 3) {
                throw new IOException("no connection");
            }
        });

        Eventually.holds("the task succeeds", TIMEOUT, tasks::allSucceeded);
        assertThat(attempts).hasValue(3);
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        assertThat(meters.counter("firstcome.startup.retries", "task", "schema").count())
                .isEqualTo(2);
    }

    @Test
    void theHealthContainsTheReasonOfTheLastFailure() {
        tasks.runUntilSuccessful("keys", () -> {
            throw new IOException("no connection");
        });

        Eventually.holds(
                "the failure is reported",
                TIMEOUT,
                () -> "IOException: no connection"
                        .equals(health.health().getDetails().get("keys")));
        assertThat(health.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(tasks.allSucceeded()).isFalse();
    }

    @Test
    void oneUnfinishedTaskKeepsTheProcessUnready() throws InterruptedException {
        CountDownLatch finish = new CountDownLatch(1);
        CountDownLatch finished = new CountDownLatch(1);
        tasks.runUntilSuccessful("fast", finished::countDown);
        tasks.runUntilSuccessful(
                "slow", () -> assertThat(finish.await(20, TimeUnit.SECONDS)).isTrue());

        assertThat(finished.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(tasks.allSucceeded()).isFalse();

        finish.countDown();
        Eventually.holds("both tasks succeed", TIMEOUT, tasks::allSucceeded);
        assertThat(tasks.results()).containsOnlyKeys("fast", "slow");
    }

    @Test
    void noTaskIsRetriedAfterTheShutdown() {
        AtomicInteger attempts = new AtomicInteger();
        tasks.runUntilSuccessful("schema", () -> {
            attempts.incrementAndGet();
            tasks.destroy();
            throw new IOException("no connection");
        });

        Eventually.holds(
                "the first attempt is over",
                TIMEOUT,
                () -> meters.counter("firstcome.startup.retries", "task", "schema")
                                .count()
                        == 1);
        assertThat(attempts).hasValue(1);
    }
}
