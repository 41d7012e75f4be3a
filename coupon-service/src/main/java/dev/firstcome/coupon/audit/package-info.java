/** Audits the published results of a campaign: counts, gaps, duplicates, order, and differences to the log. */
@NullMarked
package dev.firstcome.coupon.audit;

import org.jspecify.annotations.NullMarked;
