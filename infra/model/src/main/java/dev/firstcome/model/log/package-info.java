/** The records of the coupon log and their encoding. */
@NullMarked
package dev.firstcome.model.log;

import org.jspecify.annotations.NullMarked;
