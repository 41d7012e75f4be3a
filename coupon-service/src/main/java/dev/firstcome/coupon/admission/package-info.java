/** Admissions to the queue of a campaign, and the challenges that users must solve before. */
@NullMarked
package dev.firstcome.coupon.admission;

import org.jspecify.annotations.NullMarked;
