/** Test card tokens with their faults, and fault injection for all requests. */
@NullMarked
package dev.firstcome.psp.card;

import org.jspecify.annotations.NullMarked;
