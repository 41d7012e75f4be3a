/** What is watched, for operators. */
@NullMarked
package dev.firstcome.coupon.watching.web;

import org.jspecify.annotations.NullMarked;
