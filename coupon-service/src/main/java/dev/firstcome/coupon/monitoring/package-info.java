/**
 * Checks invariants of published results while they are published. A violation or an anomaly raises an alert and may
 * pause the campaign.
 */
@NullMarked
package dev.firstcome.coupon.monitoring;

import org.jspecify.annotations.NullMarked;
