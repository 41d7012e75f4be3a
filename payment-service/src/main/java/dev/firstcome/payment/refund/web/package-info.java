/** HTTP API of refunds. */
@NullMarked
package dev.firstcome.payment.refund.web;

import org.jspecify.annotations.NullMarked;
