/** Tests of this package. */
@NullMarked
package dev.firstcome.psp.ledger;

import org.jspecify.annotations.NullMarked;
