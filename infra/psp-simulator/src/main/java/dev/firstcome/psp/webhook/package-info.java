/** Sends signed webhook events: in order per intent, with bounded retries until acknowledged. */
@NullMarked
package dev.firstcome.psp.webhook;

import org.jspecify.annotations.NullMarked;
