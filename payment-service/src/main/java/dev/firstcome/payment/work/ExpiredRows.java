package dev.firstcome.payment.work;

/** A kind of rows that is deleted after its retention. */
public interface ExpiredRows {
    /** Describes the rows in log messages. */
    String description();

    /** Deletes at most {@code limit} expired rows of the shard and returns their number. */
    int delete(String shard, int limit);
}
