/** A payment provider simulator for tests: a real HTTP server with a ledger and fault injection. */
@NullMarked
package dev.firstcome.psp;

import org.jspecify.annotations.NullMarked;
