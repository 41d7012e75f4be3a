package dev.firstcome.e2e.load;

import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Who sends a call again until it is answered for good, as clients do: only for what may be sent twice. */
final class RetryingClient {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private RetryingClient() {}

    /** One try. */
    @FunctionalInterface
    interface Sending {
        Answer send(Call call) throws IOException, InterruptedException;
    }

    /**
     * Sends the call until the answer is neither a failure of the shop's nor a limit's.
     *
     * @throws IOException if it stays without such an answer
     */
    static Answer answered(Call call, Sending sending, SplittableRandom random)
            throws IOException, InterruptedException {
        Backoff backoff = new Backoff(random);
        long end = System.nanoTime() + BOUND.toNanos();
        while (true) {
            @Nullable Answer answer = null;
            @Nullable IOException silence = null;
            try {
                answer = sending.send(call);
            } catch (IOException e) {
                silence = e;
            }
            if (answer != null && !answer.again()) {
                return answer;
            }
            if (System.nanoTime() > end) {
                throw new IOException(call.method() + " " + call.path() + " stays unanswered: " + answer, silence);
            }
            Pacing.pause(backoff.next(answer == null ? null : answer.retryAfter()));
        }
    }
}
