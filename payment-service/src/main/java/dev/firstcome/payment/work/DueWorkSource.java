package dev.firstcome.payment.work;

/** Source of work with a due time that is stored on each shard. */
public interface DueWorkSource {
    /** Submits at most {@code limit} due items of the shard to the worker pool; stops when the pool has no permit. */
    void submitDue(String shard, int limit) throws InterruptedException;
}
