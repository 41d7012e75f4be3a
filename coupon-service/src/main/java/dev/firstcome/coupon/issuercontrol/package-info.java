/** Access of other features to the issuers of this process: their state, their load, pauses and tasks. */
@NullMarked
package dev.firstcome.coupon.issuercontrol;

import org.jspecify.annotations.NullMarked;
