/** The intake over HTTP. */
@NullMarked
package dev.firstcome.coupon.intake.web;

import org.jspecify.annotations.NullMarked;
