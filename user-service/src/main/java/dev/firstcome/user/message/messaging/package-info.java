/** Messages as they come from all services. */
@NullMarked
package dev.firstcome.user.message.messaging;

import org.jspecify.annotations.NullMarked;
