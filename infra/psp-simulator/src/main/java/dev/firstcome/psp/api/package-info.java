/** The supported subset of the Stripe API: parses requests, decides results and renders responses. */
@NullMarked
package dev.firstcome.psp.api;

import org.jspecify.annotations.NullMarked;
