package dev.firstcome.coupon.issuercontrol;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A short task that an issuer thread runs between two batches, at most once. While it runs, no record is applied, and
 * all applied records are published.
 */
public final class BetweenBatchesTask {
    private final Action action;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final CompletableFuture<Long> completion = new CompletableFuture<>();

    public BetweenBatchesTask(Action action) {
        this.action = action;
    }

    /** The action of a task. */
    public interface Action {
        /**
         * @param epoch the live epoch
         * @param applied the last offset that was applied in the epoch
         * @return the epoch that is live after the action
         */
        long run(long epoch, long applied) throws InterruptedException;
    }

    /**
     * Waits for the completion. Cancels the task if it does not start within {@code startTimeout}.
     *
     * @throws IllegalStateException if the task was cancelled, failed or timed out
     */
    public void await(Duration startTimeout, Duration completionTimeout) throws InterruptedException {
        try {
            if (!isCompletedWithin(startTimeout) && claimed.compareAndSet(false, true)) {
                throw new IllegalStateException("the issuer did not start the task within " + startTimeout);
            }
            completion.get(completionTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("the task between two batches failed: " + failure.getMessage(), failure);
        }
    }

    private boolean isCompletedWithin(Duration timeout) throws InterruptedException, ExecutionException {
        try {
            completion.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notCompleted) {
            return false;
        }
    }

    /** Runs the action unless it was cancelled, and returns the live epoch. */
    public long run(long epoch, long applied) throws InterruptedException {
        if (!claimed.compareAndSet(false, true)) {
            return epoch;
        }
        try {
            return action.run(epoch, applied);
        } catch (RuntimeException | InterruptedException failure) {
            completion.completeExceptionally(failure);
            throw failure;
        }
    }

    /** Completes the task once the effects of the action are persistent. */
    public void complete(long epoch) {
        completion.complete(epoch);
    }
}
