/** Compares what the provider has with what is here, and says where they differ. */
@NullMarked
package dev.firstcome.payment.reconciliation;

import org.jspecify.annotations.NullMarked;
