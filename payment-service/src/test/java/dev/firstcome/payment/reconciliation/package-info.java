/** Tests of reconciliation with the provider. */
@NullMarked
package dev.firstcome.payment.reconciliation;

import org.jspecify.annotations.NullMarked;
