/** Signed receipts of requests, and their verification against the signed blocks. */
@NullMarked
package dev.firstcome.coupon.receipt;

import org.jspecify.annotations.NullMarked;
