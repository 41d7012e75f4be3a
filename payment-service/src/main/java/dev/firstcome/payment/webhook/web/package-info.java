/** The provider's webhook endpoint. */
@NullMarked
package dev.firstcome.payment.webhook.web;

import org.jspecify.annotations.NullMarked;
