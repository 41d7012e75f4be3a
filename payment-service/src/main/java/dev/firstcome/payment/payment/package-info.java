/** Payments: their state machine, stores, events and user messages. */
@NullMarked
package dev.firstcome.payment.payment;

import org.jspecify.annotations.NullMarked;
