/** Campaigns in the shards. */
@NullMarked
package dev.firstcome.coupon.campaign.store;

import org.jspecify.annotations.NullMarked;
