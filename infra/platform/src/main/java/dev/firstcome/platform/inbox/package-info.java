/** Events that have their effect once, however often they come. */
@NullMarked
package dev.firstcome.platform.inbox;

import org.jspecify.annotations.NullMarked;
