/** The calls of the subset of Stripe's API: parsed, decided, rendered. */
@NullMarked
package dev.firstcome.psp.api;

import org.jspecify.annotations.NullMarked;
