/** Payments as they change, over HTTP. */
@NullMarked
package dev.firstcome.payment.live.web;

import org.jspecify.annotations.NullMarked;
