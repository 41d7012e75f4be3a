/** Reads the coupon log and its results for the watch, and how far wallets are. */
@NullMarked
package dev.firstcome.coupon.watching.kafka;

import org.jspecify.annotations.NullMarked;
