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
 * Everybody of a crowd changes the own account again and again, and signs others up: each call that is answered well is
 * an event at least. A call that fails is tried again, as people do.
 */
final class ProfileUpdates implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int SIGN_UP_EVERY = 4;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger asking = new AtomicInteger();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLongArray done;
    private volatile boolean stopped;

    private ProfileUpdates(int people) {
        done = new AtomicLongArray(people);
    }

    static ProfileUpdates begin(ShopperGroup crowd) {
        ProfileUpdates changes = new ProfileUpdates(crowd.shoppers().size());
        for (int person = 0; person < crowd.shoppers().size(); person++) {
            int number = person;
            changes.threads.submit(() -> changes.of(crowd.shoppers().get(number), number));
        }
        return changes;
    }

    private void of(Shopper shopper, int number) {
        for (int turn = 0; !stopped; turn++) {
            asking.incrementAndGet();
            boolean answered = false;
            try {
                Answer answer = turn % SIGN_UP_EVERY == 0 ? signUp(shopper) : change(shopper, turn);
                answered = answer.ok();
            } catch (IOException gone) {
                answered = false;
            } catch (InterruptedException stop) {
                return;
            } finally {
                asking.decrementAndGet();
            }
            if (answered) {
                done.incrementAndGet(number);
            } else {
                failed.incrementAndGet();
            }
            try {
                Pacing.pause(PAUSE);
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    private static Answer change(Shopper shopper, int turn) throws IOException, InterruptedException {
        return shopper.send(Call.patch("/api/users/me").body(Map.of("locale", turn % 2 == 0 ? "ko" : "en")));
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

    /** Calls that are being answered now. */
    int asking() {
        return asking.get();
    }

    /** Calls that were answered well. */
    long done() {
        return doneByEach().sum();
    }

    /** The same, of each person. */
    LongStream doneByEach() {
        return IntStream.range(0, done.length()).mapToLong(done::get);
    }

    /** Calls that were refused, or not answered at all. */
    long failed() {
        return failed.get();
    }

    void stop() throws InterruptedException {
        stopped = true;
        threads.shutdown();
        if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("somebody still waits for an answer");
        }
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdownNow();
    }
}
