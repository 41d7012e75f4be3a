/** Queries of payment monitoring. */
@NullMarked
package dev.firstcome.payment.monitoring.store;

import org.jspecify.annotations.NullMarked;
