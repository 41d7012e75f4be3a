/** Tests of the comparison with the provider. */
@NullMarked
package dev.firstcome.payment.reconciliation;

import org.jspecify.annotations.NullMarked;
