/** Stores challenge levels in the database shards. */
@NullMarked
package dev.firstcome.coupon.admission.store;

import org.jspecify.annotations.NullMarked;
