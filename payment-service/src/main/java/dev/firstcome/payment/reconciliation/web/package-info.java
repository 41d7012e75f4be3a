/** Endpoints to start reconciliations and to list runs and differences. */
@NullMarked
package dev.firstcome.payment.reconciliation.web;

import org.jspecify.annotations.NullMarked;
