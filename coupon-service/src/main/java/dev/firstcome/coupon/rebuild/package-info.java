/** The state made anew from the log, beside the live one: what differs, for whom, and the new one in the old one's place. */
@NullMarked
package dev.firstcome.coupon.rebuild;

import org.jspecify.annotations.NullMarked;
