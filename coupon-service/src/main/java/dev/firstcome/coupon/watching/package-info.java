/** Looks at what is published while it is: what breaks a promise or is out of the ordinary is told, and may pause a campaign. */
@NullMarked
package dev.firstcome.coupon.watching;

import org.jspecify.annotations.NullMarked;
