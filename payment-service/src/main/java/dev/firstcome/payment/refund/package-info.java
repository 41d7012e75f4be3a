/** Refunds: their creation, processing and state machine. */
@NullMarked
package dev.firstcome.payment.refund;

import org.jspecify.annotations.NullMarked;
