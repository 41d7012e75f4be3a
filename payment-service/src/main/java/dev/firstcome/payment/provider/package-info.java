/** Ports to the payment provider. */
@NullMarked
package dev.firstcome.payment.provider;

import org.jspecify.annotations.NullMarked;
