package dev.firstcome.user.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AttemptMutexTests {
    private static final AttemptKey KEY = new AttemptKey(1, 1);
    private static final AttemptKey OTHER_KEY = new AttemptKey(1, 2);

    @Test
    void workOfOneKeyRunsOneAfterAnother() throws Exception {
        AttemptMutex mutex = new AttemptMutex(Duration.ofSeconds(30));
        AtomicInteger running = new AtomicInteger();
        List<Future<Integer>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int n = 0; n < 200; n++) {
                results.add(threads.submit(
                        () -> mutex.run(KEY, () -> runningAtOnce(running)).orElseThrow()));
            }
        }

        for (Future<Integer> result : results) {
            assertThat(result.get()).isEqualTo(1);
        }
    }

    private static int runningAtOnce(AtomicInteger running) {
        int now = running.incrementAndGet();
        Thread.yield();
        running.decrementAndGet();
        return now;
    }

    @Test
    void workDoesNotRunAfterTheMaximumWait() throws Exception {
        AttemptMutex mutex = new AttemptMutex(Duration.ofMillis(1));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            boolean bothRan = mutex.run(
                            KEY,
                            () -> get(threads.submit(
                                    () -> mutex.run(KEY, () -> true).isPresent())))
                    .orElseThrow();
            boolean otherRan = mutex.run(
                            KEY,
                            () -> get(threads.submit(
                                    () -> mutex.run(OTHER_KEY, () -> true).isPresent())))
                    .orElseThrow();

            assertThat(bothRan).isFalse();
            assertThat(otherRan).isTrue();
        }
    }

    @Test
    void aFailureReleasesTheLock() {
        AttemptMutex mutex = new AttemptMutex(Duration.ofMillis(1));

        assertThatThrownBy(() -> mutex.run(KEY, () -> {
                    throw new IllegalStateException("intended");
                }))
                .hasMessage("intended");
        assertThat(mutex.run(KEY, () -> true)).contains(true);
    }

    private static <T> T get(Future<T> result) {
        try {
            return result.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
