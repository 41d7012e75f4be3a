/** Streams of events to clients (SSE): limits, heartbeats, how they end, and the tickets that open them. */
@NullMarked
package dev.firstcome.platform.streams;

import org.jspecify.annotations.NullMarked;
