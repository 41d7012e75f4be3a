/** What is given away, to whom and when. */
@NullMarked
package dev.firstcome.coupon.campaign;

import org.jspecify.annotations.NullMarked;
