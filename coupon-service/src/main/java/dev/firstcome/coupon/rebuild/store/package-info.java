/** Stores rebuilds and their differences in the database shards. */
@NullMarked
package dev.firstcome.coupon.rebuild.store;

import org.jspecify.annotations.NullMarked;
