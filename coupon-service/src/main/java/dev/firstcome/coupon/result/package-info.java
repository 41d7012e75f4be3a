/** The results of decided requests: their content and their publication. */
@NullMarked
package dev.firstcome.coupon.result;

import org.jspecify.annotations.NullMarked;
