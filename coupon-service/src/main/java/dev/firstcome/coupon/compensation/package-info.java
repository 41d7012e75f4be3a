/** What operators give and take besides what the line decides. */
@NullMarked
package dev.firstcome.coupon.compensation;

import org.jspecify.annotations.NullMarked;
