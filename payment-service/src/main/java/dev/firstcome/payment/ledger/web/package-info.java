/** Ledger reports for operators. */
@NullMarked
package dev.firstcome.payment.ledger.web;

import org.jspecify.annotations.NullMarked;
