/** Audits the results that the users of a campaign received: counts, gaps, duplicates and order. */
@NullMarked
package dev.firstcome.coupon.audit;

import org.jspecify.annotations.NullMarked;
