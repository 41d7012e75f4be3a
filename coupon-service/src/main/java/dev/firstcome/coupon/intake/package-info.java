/** Intake of coupon requests: queueing, queue positions and request status. */
@NullMarked
package dev.firstcome.coupon.intake;

import org.jspecify.annotations.NullMarked;
