/** The transactional outbox: an event is published if, and only if, the transaction that appended it commits. */
@NullMarked
package dev.firstcome.platform.outbox;

import org.jspecify.annotations.NullMarked;
