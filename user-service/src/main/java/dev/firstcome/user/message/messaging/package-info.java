/** Consumes user messages that any service publishes. */
@NullMarked
package dev.firstcome.user.message.messaging;

import org.jspecify.annotations.NullMarked;
