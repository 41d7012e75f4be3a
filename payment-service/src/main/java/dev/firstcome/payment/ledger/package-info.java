/** Double entry: where the money is. */
@NullMarked
package dev.firstcome.payment.ledger;

import org.jspecify.annotations.NullMarked;
