/** Stores campaigns in the database shards. */
@NullMarked
package dev.firstcome.coupon.campaign.store;

import org.jspecify.annotations.NullMarked;
