/** The records of the coupon log, their results, and the progress and proofs of its partitions. */
@NullMarked
package dev.firstcome.contracts.coupon;

import org.jspecify.annotations.NullMarked;
