package dev.firstcome.coupon.issuing;

import java.util.Set;

/** The partitions that this process issues for. */
public interface IssuedPartitions {
    /** Those whose issuers are running now. */
    Set<Integer> running();
}
