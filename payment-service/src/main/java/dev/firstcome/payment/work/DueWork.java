package dev.firstcome.payment.work;

/** Something of which each shard says when it is to be gone on with. */
public interface DueWork {
    /** Begins with what is due in the shard, some of it at most, and as much as there is room for. */
    void begin(String shard, int most) throws InterruptedException;
}
