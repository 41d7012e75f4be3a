/** Calls as they come in. */
@NullMarked
package dev.firstcome.payment.watching.web;

import org.jspecify.annotations.NullMarked;
