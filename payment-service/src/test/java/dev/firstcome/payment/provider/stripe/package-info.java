/** Tests of the Stripe adapter. */
@NullMarked
package dev.firstcome.payment.provider.stripe;

import org.jspecify.annotations.NullMarked;
