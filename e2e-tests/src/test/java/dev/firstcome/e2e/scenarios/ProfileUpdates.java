package dev.firstcome.e2e.scenarios;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.Pacing;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.load.ShopperGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A load of profile changes and sign-ups by every user of a group until it is stopped. Each successful call publishes
 * at least one event. A failed call is counted, and the user continues with the next call.
 */
final class ProfileUpdates implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int SIGN_UP_EVERY = 4;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLongArray succeeded;
    private volatile boolean stopped;

    private ProfileUpdates(int users) {
        succeeded = new AtomicLongArray(users);
    }

    static ProfileUpdates start(ShopperGroup group) {
        ProfileUpdates updates = new ProfileUpdates(group.shoppers().size());
        for (int i = 0; i < group.shoppers().size(); i++) {
            int number = i;
            updates.threads.submit(() -> updates.run(group.shoppers().get(number), number));
        }
        return updates;
    }

    private void run(Shopper shopper, int number) {
        for (int round = 0; !stopped; round++) {
            inFlight.incrementAndGet();
            boolean ok = false;
            try {
                Answer answer = round % SIGN_UP_EVERY == 0 ? signUp(shopper) : change(shopper, round);
                ok = answer.ok();
            } catch (IOException unreachable) {
                ok = false;
            } catch (InterruptedException interrupted) {
                return;
            } finally {
                inFlight.decrementAndGet();
            }
            if (ok) {
                succeeded.incrementAndGet(number);
            } else {
                failed.incrementAndGet();
            }
            try {
                Pacing.pause(PAUSE);
            } catch (InterruptedException interrupted) {
                return;
            }
        }
    }

    private static Answer change(Shopper shopper, int round) throws IOException, InterruptedException {
        return shopper.send(Call.patch("/api/users/me").body(Map.of("locale", round % 2 == 0 ? "ko" : "en")));
    }

    private static Answer signUp(Shopper shopper) throws IOException, InterruptedException {
        return shopper.send(Call.post("/api/users")
                .body(Map.of(
                        "email",
                        "friend-" + UUID.randomUUID() + "@example.com",
                        "password",
                        "long enough",
                        "name",
                        "Friend")));
    }

    /** The number of calls without an answer yet. */
    int inFlight() {
        return inFlight.get();
    }

    /** The number of successful calls. */
    long succeeded() {
        return succeededByShopper().sum();
    }

    /** The number of successful calls of each shopper. */
    LongStream succeededByShopper() {
        return IntStream.range(0, succeeded.length()).mapToLong(succeeded::get);
    }

    /** The number of calls that were refused or not answered. */
    long failed() {
        return failed.get();
    }

    void stop() throws InterruptedException {
        stopped = true;
        threads.shutdown();
        if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("a call still has no answer after one minute");
        }
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdownNow();
    }
}
