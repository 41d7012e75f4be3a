/** A payment provider to test against: a real HTTP server with a ledger of its own, which misbehaves on demand. */
@NullMarked
package dev.firstcome.psp;

import org.jspecify.annotations.NullMarked;
