/** Checkout over HTTP. */
@NullMarked
package dev.firstcome.payment.checkout.web;

import org.jspecify.annotations.NullMarked;
