package dev.firstcome.e2e.load;

import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Retries idempotent calls with backoff until the answer is not retryable. */
final class RetryingClient {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private RetryingClient() {}

    /** Sends a call once. */
    @FunctionalInterface
    interface Sender {
        Answer send(Call call) throws IOException, InterruptedException;
    }

    /**
     * Retries the call until the answer is neither a 429 nor a 5xx.
     *
     * @throws IOException if no such answer arrives within 60 seconds
     */
    static Answer sendWithRetry(Call call, Sender sender, SplittableRandom random)
            throws IOException, InterruptedException {
        Backoff backoff = new Backoff(random);
        long end = System.nanoTime() + BOUND.toNanos();
        while (true) {
            @Nullable Answer answer = null;
            @Nullable IOException failure = null;
            try {
                answer = sender.send(call);
            } catch (IOException e) {
                failure = e;
            }
            if (answer != null && !answer.isRetryable()) {
                return answer;
            }
            if (System.nanoTime() > end) {
                throw new IOException(
                        "%s %s has no final answer after %s: %s".formatted(call.method(), call.path(), BOUND, answer),
                        failure);
            }
            Pacing.pause(backoff.next(answer == null ? null : answer.retryAfter()));
        }
    }
}
