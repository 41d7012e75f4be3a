/** Double-entry ledger of charges and refunds. */
@NullMarked
package dev.firstcome.payment.ledger;

import org.jspecify.annotations.NullMarked;
