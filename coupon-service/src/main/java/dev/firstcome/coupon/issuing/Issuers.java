package dev.firstcome.coupon.issuing;

import java.util.Set;

/** The issuers of this process, for those who work beside them. */
public interface Issuers {
    /** Partitions whose issuer is at work here. */
    Set<Integer> running();

    /** Hands work to a partition's issuer. Without one here it is never done. */
    void interlude(int partition, Interlude work);
}
