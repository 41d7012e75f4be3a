/** Takes requests: checks admissions, appends to the log, answers where a request stands. */
@NullMarked
package dev.firstcome.coupon.intake;

import org.jspecify.annotations.NullMarked;
