/** Stores intake settings in the database shards. */
@NullMarked
package dev.firstcome.coupon.intake.store;

import org.jspecify.annotations.NullMarked;
