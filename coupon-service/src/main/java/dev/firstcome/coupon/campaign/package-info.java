/** Campaigns: definition, creation, operator commands and current status. */
@NullMarked
package dev.firstcome.coupon.campaign;

import org.jspecify.annotations.NullMarked;
