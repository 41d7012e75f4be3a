/** Who does what is due, and how much of it at once. */
@NullMarked
package dev.firstcome.payment.work;

import org.jspecify.annotations.NullMarked;
