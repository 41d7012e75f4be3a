/** Rebuilds as operators ask for them. */
@NullMarked
package dev.firstcome.coupon.rebuild.web;

import org.jspecify.annotations.NullMarked;
