package dev.firstcome.coupon.issuing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Work for an issuer's own thread between two batches: while it lasts nothing is applied, and all that was applied is
 * published. It must be short. Done once, or never.
 */
public final class Interlude {
    private final Work work;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final CompletableFuture<Long> end = new CompletableFuture<>();

    public Interlude(Work work) {
        this.work = work;
    }

    /** What is done. */
    public interface Work {
        /**
         * @param epoch that is live
         * @param applied the last offset that is applied in it
         * @return the epoch that is live from here on
         */
        long at(long epoch, long applied) throws InterruptedException;
    }

    /**
     * Waits until it is done, and gives it up if it does not begin in time. Once it has begun it is waited for.
     *
     * @throws IllegalStateException if it was given up, or failed
     */
    public void await(Duration beginsWithin, Duration endsWithin) throws InterruptedException {
        try {
            if (!isDoneWithin(beginsWithin) && taken.compareAndSet(false, true)) {
                throw new IllegalStateException("the issuer did not come to it within " + beginsWithin);
            }
            end.get(endsWithin.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException("between two batches: " + failed.getMessage(), failed);
        }
    }

    private boolean isDoneWithin(Duration time) throws InterruptedException, ExecutionException {
        try {
            end.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        }
    }

    /** The live epoch afterwards; the same as before where this was given up. */
    long run(long epoch, long applied) throws InterruptedException {
        if (!taken.compareAndSet(false, true)) {
            return epoch;
        }
        try {
            return work.at(epoch, applied);
        } catch (RuntimeException | InterruptedException failed) {
            end.completeExceptionally(failed);
            throw failed;
        }
    }

    /** What it did counts now. */
    void ended(long epoch) {
        end.complete(epoch);
    }
}
