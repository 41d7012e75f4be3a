/** Money that goes back. */
@NullMarked
package dev.firstcome.payment.refund;

import org.jspecify.annotations.NullMarked;
