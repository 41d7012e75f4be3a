/** Provider adapter for the Stripe API. */
@NullMarked
package dev.firstcome.payment.provider.stripe;

import org.jspecify.annotations.NullMarked;
