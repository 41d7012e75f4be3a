/** Events that are told if, and only if, the transaction that caused them was committed. */
@NullMarked
package dev.firstcome.platform.outbox;

import org.jspecify.annotations.NullMarked;
