/** Signed Merkle roots of the log, which anyone can verify without trusting the service. */
@NullMarked
package dev.firstcome.coupon.proof;

import org.jspecify.annotations.NullMarked;
