/** HTTP API of the checkout. */
@NullMarked
package dev.firstcome.payment.checkout.web;

import org.jspecify.annotations.NullMarked;
