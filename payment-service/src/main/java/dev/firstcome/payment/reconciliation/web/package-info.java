/** Operators begin comparisons and look at differences. */
@NullMarked
package dev.firstcome.payment.reconciliation.web;

import org.jspecify.annotations.NullMarked;
