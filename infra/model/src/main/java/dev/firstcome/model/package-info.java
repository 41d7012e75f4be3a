/** The reference model of the coupon engine: the fold of the coupon log in plain Java, without any infrastructure. */
@NullMarked
package dev.firstcome.model;

import org.jspecify.annotations.NullMarked;
