/** Receipts, and signed roots over the log: what anybody can check without believing the shop. */
@NullMarked
package dev.firstcome.coupon.proof;

import org.jspecify.annotations.NullMarked;
