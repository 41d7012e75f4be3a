/** What wakes a payment up. */
@NullMarked
package dev.firstcome.payment.charge.messaging;

import org.jspecify.annotations.NullMarked;
