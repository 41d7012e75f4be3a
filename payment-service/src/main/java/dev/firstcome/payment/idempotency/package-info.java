/** Calls that come again under the same name. */
@NullMarked
package dev.firstcome.payment.idempotency;

import org.jspecify.annotations.NullMarked;
