/** Deadlines of the requests that the gateway sends: headers, clock offsets, and the check before a request's first effect. */
@NullMarked
package dev.firstcome.platform.deadlines;

import org.jspecify.annotations.NullMarked;
