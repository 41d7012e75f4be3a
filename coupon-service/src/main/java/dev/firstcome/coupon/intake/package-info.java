/** Intake of coupon requests: admissions, challenges, queueing and request status. */
@NullMarked
package dev.firstcome.coupon.intake;

import org.jspecify.annotations.NullMarked;
