/** Server-sent event streams: limits, heartbeats, end reasons and change polling. */
@NullMarked
package dev.firstcome.platform.streams;

import org.jspecify.annotations.NullMarked;
