/** What operators see of the ledger. */
@NullMarked
package dev.firstcome.payment.ledger.web;

import org.jspecify.annotations.NullMarked;
