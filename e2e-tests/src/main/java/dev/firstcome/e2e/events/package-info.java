/** Writes events in the same way as user-service. */
@NullMarked
package dev.firstcome.e2e.events;

import org.jspecify.annotations.NullMarked;
