/** Web adapter of the intake. */
@NullMarked
package dev.firstcome.coupon.intake.web;

import org.jspecify.annotations.NullMarked;
