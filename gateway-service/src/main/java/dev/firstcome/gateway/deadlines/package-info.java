/** Deadlines of the requests that the gateway sends to services. */
@NullMarked
package dev.firstcome.gateway.deadlines;

import org.jspecify.annotations.NullMarked;
