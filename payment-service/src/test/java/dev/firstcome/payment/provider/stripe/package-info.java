/** Tests of the comparison with the provider. */
@NullMarked
package dev.firstcome.payment.provider.stripe;

import org.jspecify.annotations.NullMarked;
