package dev.firstcome.payment.work;

/** Rows of the shards that nobody needs any more from some age on. */
public interface OldRows {
    /** What they are, for the log. */
    String what();

    /** Removes some of a shard's, as many at most; gives how many. */
    int remove(String shard, int most);
}
