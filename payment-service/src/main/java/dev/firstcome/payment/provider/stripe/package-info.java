/** Stripe, or whatever speaks its API. */
@NullMarked
package dev.firstcome.payment.provider.stripe;

import org.jspecify.annotations.NullMarked;
