/** How far each partition is published: what a process may tell its users. */
@NullMarked
package dev.firstcome.coupon.progress;

import org.jspecify.annotations.NullMarked;
