/** Processes of the platform: each has a session of its own, and is identified by its id and start time. */
@NullMarked
package dev.firstcome.local.process;

import org.jspecify.annotations.NullMarked;
