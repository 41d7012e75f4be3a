/** A payment: its states, the ways between them, and what is told of it. */
@NullMarked
package dev.firstcome.payment.payment;

import org.jspecify.annotations.NullMarked;
