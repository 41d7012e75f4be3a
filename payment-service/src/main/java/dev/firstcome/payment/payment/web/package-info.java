/** Payments as their users see them. */
@NullMarked
package dev.firstcome.payment.payment.web;

import org.jspecify.annotations.NullMarked;
