/** Consumes the coupon log and its results for the monitor, and reads the committed offsets of the wallets. */
@NullMarked
package dev.firstcome.coupon.monitoring.kafka;

import org.jspecify.annotations.NullMarked;
