/** Idempotency keys of HTTP requests and their recorded responses. */
@NullMarked
package dev.firstcome.payment.idempotency;

import org.jspecify.annotations.NullMarked;
