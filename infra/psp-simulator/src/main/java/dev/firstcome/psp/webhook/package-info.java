/** Signed events to the shop: in order per intent, again until taken, within bounds. */
@NullMarked
package dev.firstcome.psp.webhook;

import org.jspecify.annotations.NullMarked;
