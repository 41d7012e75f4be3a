/** Metrics, request rates and alert samples of payments. */
@NullMarked
package dev.firstcome.payment.monitoring;

import org.jspecify.annotations.NullMarked;
