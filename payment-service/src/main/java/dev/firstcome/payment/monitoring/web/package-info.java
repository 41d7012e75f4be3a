/** Counts checkout requests. */
@NullMarked
package dev.firstcome.payment.monitoring.web;

import org.jspecify.annotations.NullMarked;
