/** Processing of the provider's webhook events. */
@NullMarked
package dev.firstcome.payment.webhook;

import org.jspecify.annotations.NullMarked;
