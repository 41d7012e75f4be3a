/** Builds a shadow state of a partition from the log, with the same scripts as the issuers. */
@NullMarked
package dev.firstcome.coupon.shadow;

import org.jspecify.annotations.NullMarked;
